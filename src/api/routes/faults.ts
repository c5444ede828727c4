// GET /api/v1/faults: open faults and those cleared of late, newest first.

import { z } from "zod";
import { assetOf } from "../../model/asset.ts";
import { faultJson } from "../../model/fault-json.ts";
import type { GatewayView } from "../../model/gateway-view.ts";
import { severities } from "../../model/severity.ts";
import type { ApiServer } from "../api-server.ts";
import { choicesInput, flagInput, namesInput, pagingInput } from "../inputs.ts";
import { pageOf } from "../page.ts";
import * as schemas from "../schemas.ts";

const filters = z.strictObject({
  ...pagingInput,
  open: flagInput.exactOptional(),
  asset: namesInput.exactOptional(),
  kind: namesInput.exactOptional(),
  zone: namesInput.exactOptional(),
  fault: namesInput.exactOptional(),
  severity: choicesInput(severities).exactOptional(),
});

export function addFaults(app: ApiServer, view: GatewayView): void {
  const zoneOf = (asset: string) => view.device(asset)?.device.zone ?? assetOf(view.site, asset)?.zone;
  app.get(
    "/api/v1/faults",
    {
      schema: {
        summary: "Faults, newest first 故障，最新在前",
        tags: ["faults"],
        querystring: filters,
        response: { 200: schemas.pageOf(schemas.fault) },
      },
    },
    async ({ query }) =>
      pageOf(view.faults(), query, {
        key: ({ openedAt, asset, fault }) => `${openedAt}~${asset}~${fault}`,
        keep: (fault) =>
          (query.open === undefined || (fault.clearedAt === null) === query.open) &&
          (query.asset?.includes(fault.asset) ?? true) &&
          (query.kind?.includes(fault.kind) ?? true) &&
          (query.fault?.includes(fault.fault) ?? true) &&
          (query.severity?.includes(fault.severity) ?? true) &&
          (query.zone?.includes(zoneOf(fault.asset) ?? "") ?? true),
        json: faultJson,
      }),
  );
}
