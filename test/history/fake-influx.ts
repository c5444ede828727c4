// A local HTTP server that answers as an InfluxDB documents it, or misbehaves on purpose: half-open, reset, slow body.

import { createServer, type IncomingHttpHeaders } from "node:http";
import { gunzipSync } from "node:zlib";

export type Reply =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | "never answers"
  | "resets"
  | "stops in the middle";
export type Heard = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
export type FakeInflux = AsyncDisposable & { readonly url: string; readonly heard: Heard[] };

/** Answers every request with what `reply` says; null: 404 as a server without that route. */
export async function openFakeInflux(
  reply: (heard: Heard) => Reply | null | Promise<Reply | null>,
): Promise<FakeInflux> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    const body = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
    const url = new URL(request.url ?? "/", "http://fake");
    const one = { method: request.method ?? "", url, headers: request.headers, body };
    heard.push(one);
    const answer = (await reply(one)) ?? { status: 404, body: "404 page not found" };
    if (answer === "never answers") return;
    if (answer === "resets") {
      request.socket.destroy();
      return;
    }
    if (answer === "stops in the middle") {
      response.writeHead(200, { "content-length": "100" }).write("{");
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
