// The people's door for its tests: a small gateway with a label key, a folder for files, a desk that takes files and arrivals, and a phone that fills in the form.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labelCode } from "../../src/api/label-code.ts";
import type { ApiOptions } from "../../src/api/open-api.ts";
import type { GatewayView } from "../../src/model/gateway-view.ts";
import { ok, refuse } from "../../src/model/result.ts";
import type { Action, TicketEvent } from "../../src/model/ticket.ts";
import { type Answer, type OpenGateway, openGateway, smallGateway, start } from "./open-gateway.ts";

export const key = Buffer.alloc(32, 7);
export const lampCode = labelCode(key, "device", "L1");
export const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from("a small picture")]);

export type PeopleDoor = OpenGateway & {
  readonly folder: string;
  readonly acted: Action[];
  readonly pass: (ms: number) => void;
  /** The form as a browser gets it. */
  readonly open: (code?: string, headers?: Record<string, string>) => Promise<Answer>;
  /** Fills in the form of the last page opened, ten seconds after it was opened, and sends it. */
  readonly send: (
    fields: Readonly<Record<string, string | Blob>>,
    more?: { readonly code?: string; readonly wait?: number; readonly headers?: Record<string, string> },
  ) => Promise<Answer>;
};

/** Opens the door; acts `attach`, `arrive`, `comment` and `close` are taken from staff and from the administrator. */
export async function openPeopleDoor(
  options: Partial<ApiOptions> = {},
  change: (view: GatewayView) => GatewayView = (view) => view,
): Promise<PeopleDoor> {
  let clock = start;
  const gateway = smallGateway(() => clock);
  const acted: Action[] = [];
  const folder = mkdtempSync(join(tmpdir(), "anju-door-"));
  const row = {
    id: "default",
    milestones: { callBack: { type: "workingDays" as const, days: 1 } },
    calendar: "24x7" as const,
    pausable: true,
    lifeSafety: false,
    also: [],
  };
  const act: GatewayView["act"] = async (action) => {
    acted.push(action);
    const ticket = gateway.tickets.get(action.ticket ?? "");
    if (!ticket) return refuse("unknown-ticket");
    if (!action.admin && !gateway.view.site.staff.some(({ id }) => id === action.by)) return refuse("unknown-staff");
    if (ticket.state === "closed") return refuse("wrong-state", ticket.state);
    const event: TicketEvent = {
      at: clock,
      type: "commented",
      by: action.by,
      ...(action.attachment && { attachment: action.attachment }),
    };
    const next = { ...ticket, events: [...ticket.events, event] };
    gateway.put(next);
    return ok(next);
  };
  const view = change({ ...gateway.view, act, site: { ...gateway.view.site, sla: { default: row } } });
  const opened = await openGateway(
    { ...gateway, view },
    { labelKey: key, attachmentFolder: join(folder, "attachments"), ...options },
  );
  const form = async (body: FormData, code: string, headers: Record<string, string>): Promise<Answer> =>
    opened.get(`/r/${code}`, { method: "POST", body, headers });
  let token = "";
  const open: PeopleDoor["open"] = async (code = lampCode, headers = {}) => {
    const page = await opened.get(`/r/${code}`, { headers });
    token = /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    return page;
  };
  return {
    ...opened,
    gateway,
    folder,
    acted,
    pass: (ms) => {
      clock += ms;
    },
    open,
    async send(fields, { code = lampCode, wait = 10_000, headers = {} } = {}) {
      await open(code);
      clock += wait;
      const body = new FormData();
      for (const [name, value] of Object.entries({ token, website: "", lang: "zh", ...fields }))
        body.append(name, value);
      return form(body, code, headers);
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
