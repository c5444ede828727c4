// GET /api/v1/devices and /api/v1/devices/{id}: the equipment and its present.

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { ApiServer } from "../api-server.ts";
import { deviceJson } from "../device-json.ts";
import { flagInput, namesInput, pagingInput } from "../inputs.ts";
import { pageOf } from "../page.ts";
import { refused } from "../problem.ts";
import * as schemas from "../schemas.ts";

const filters = z.strictObject({
  ...pagingInput,
  kind: namesInput.exactOptional(),
  zone: namesInput.exactOptional(),
  online: flagInput.exactOptional(),
  fault: namesInput.exactOptional(),
});

export function addDevices(app: ApiServer, view: GatewayView): void {
  app.get(
    "/api/v1/devices",
    {
      schema: {
        summary: "Devices and their present 设备及当前状态",
        tags: ["devices"],
        querystring: filters,
        response: { 200: schemas.pageOf(schemas.device) },
      },
    },
    async ({ query }) =>
      pageOf(view.devices(), query, {
        key: ({ device }) => device.id,
        keep: ({ device, online, faults }) =>
          (query.kind?.includes(device.kind) ?? true) &&
          (query.zone?.includes(device.zone) ?? true) &&
          (query.online === undefined || (online === true) === query.online) &&
          (query.fault === undefined || query.fault.some((name) => faults.includes(name))),
        json: (device) => deviceJson(view.site, device),
      }),
  );
  app.get(
    "/api/v1/devices/:id",
    {
      schema: {
        summary: "One device 单个设备",
        tags: ["devices"],
        params: z.object({ id: z.string() }),
        response: { 200: schemas.device },
      },
    },
    async ({ params }) => {
      const found = view.device(params.id);
      if (!found) throw refused("unknown-device", params.id);
      return deviceJson(view.site, found);
    },
  );
}
