// An API over a gateway in memory, on a free port, with a client that speaks JSON.

import type { ApiOptions } from "../../src/api/open-api.ts";
import { openApi } from "../../src/api/open-api.ts";
import type { MemoryGateway } from "./memory-view.ts";
import { memoryGateway } from "./memory-view.ts";
import { device, faultOf, ticketOf } from "./samples.ts";

export const token = "an-admin-token-for-tests";
export const start = Date.parse("2026-03-01T00:00:00Z");

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server said; the tests say what it must be
  readonly json: any;
};

export type OpenGateway = AsyncDisposable & {
  readonly gateway: MemoryGateway;
  readonly base: string;
  readonly port: number;
  readonly loginLink: string;
  readonly logged: string[];
  readonly get: (path: string, init?: RequestInit) => Promise<Answer>;
  readonly post: (path: string, body: unknown, init?: RequestInit) => Promise<Answer>;
};

/** Three devices, two open tickets, two faults (one cleared). */
export function smallGateway(now: () => number = () => start): MemoryGateway {
  const gateway = memoryGateway(
    [
      device("C1", "camera", "east", "North gate camera", "北门摄像机"),
      device("E1", "elevator", "east", "Elevator, building 1", "1号楼电梯"),
      device("L1", "streetlight", "west", "Lamp 1", "1号路灯"),
    ],
    now,
  );
  const trapped = faultOf("E1", "elevator", "entrapment", now() - 60_000, { severity: "critical", latched: true });
  const dark = faultOf("C1", "camera", "videoLoss", now() - 3_600_000, { clearedAt: now() - 1_800_000 });
  gateway.faults.push(trapped, dark);
  for (const ticket of [
    ticketOf(1, dark, { state: "closed", closedAt: now() - 60_000, clocks: [] }),
    ticketOf(2, trapped),
    ticketOf(3, faultOf("L1", "streetlight", "lampOut", now() - 600_000), { zone: "west" }),
  ])
    gateway.tickets.set(ticket.id, ticket);
  return gateway;
}

/** Opens the API; every request carries the admin token unless its headers say otherwise. */
export async function openGateway(
  gateway: MemoryGateway = smallGateway(),
  options: Partial<ApiOptions> = {},
): Promise<OpenGateway> {
  const logged: string[] = [];
  const write = (fields: object, message: string): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const api = await openApi({
    view: gateway.view,
    host: "127.0.0.1",
    port: 0,
    adminToken: token,
    log: { info: write, warn: write, error: write },
    ...options,
  });
  const base = `http://127.0.0.1:${api.port}`;
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${base}${path}`, { redirect: "manual", ...init });
    const body = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
    return { status: answer.status, headers: answer.headers, text: body, json: isJson ? JSON.parse(body) : undefined };
  };
  const bearer = { authorization: `Bearer ${token}` };
  return {
    gateway,
    base,
    port: api.port,
    loginLink: api.loginLink(),
    logged,
    get: (path, init = { headers: bearer }) => ask(path, init),
    post: (path, body, init = { headers: bearer }) =>
      ask(path, {
        method: "POST",
        body: JSON.stringify(body),
        ...init,
        headers: { "content-type": "application/json", ...(init.headers as Record<string, string>) },
      }),
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}
