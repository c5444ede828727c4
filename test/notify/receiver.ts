// A local HTTP server that keeps what it gets and answers as told: the far end of webhooks and robots.

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Call = { readonly url: URL; readonly headers: IncomingHttpHeaders; readonly body: string };
export type Reply = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown };

/** `reply` is asked for each call; its body is sent as JSON. */
export async function openReceiver(reply: (call: Call, count: number) => Reply | Promise<Reply>) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const call = { url, headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
    calls.push(call);
    const { status = 200, headers = {}, body = {} } = await reply(call, calls.length);
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
