// One HTTP exchange over kept-alive connections: a body in one piece out, a whole answer of bounded length back; no redirects, no retry but after a stale connection.

import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export type Answer = { readonly status: number; readonly body: string; readonly headers: Headers };

export type Exchange = {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly signal: AbortSignal;
};

/** An answer may not be longer, in bytes: a server that talks without end must not fill the memory. */
const longestAnswer = 32 * 1024 ** 2;

/** @throws Error where the answer breaks off or does not end. */
async function whole(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    if (length > longestAnswer) throw new Error("the answer does not end");
  }
  if (!incoming.complete) throw new Error("the answer breaks off");
  return Buffer.concat(pieces).toString();
}

/** @param url scheme, host and port; the path is each exchange's own. */
export function createSend(url: URL): ((exchange: Exchange) => Promise<Answer>) & { readonly close: () => void } {
  const secure = url.protocol === "https:";
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxFreeSockets: 8, timeout: 0 });
  const start = secure ? httpsRequest : httpRequest;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");

  const once = ({ path, method, headers, body, signal }: Exchange): Promise<Answer> => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const length = method === "POST" ? { "content-length": Buffer.byteLength(body) } : {};
    const outgoing = start({
      host,
      port: url.port || (secure ? 443 : 80),
      path,
      method,
      headers: { ...headers, ...length },
      agent,
      signal,
    });
    // A kept connection that the server closed at that very moment says nothing of the server: once more, over a new one.
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (outgoing.reusedSocket && error.code === "ECONNRESET" && !signal.aborted)
        once({ path, method, headers, body, signal }).then(resolve, reject);
      else reject(error);
    });
    outgoing.on("response", (incoming) => {
      whole(incoming).then((text) => {
        const { statusCode = 0, headers: given } = incoming;
        const plain = Object.entries(given).map(([name, value]) => [name, String(value)] as [string, string]);
        resolve({ status: statusCode, body: text, headers: new Headers(plain) });
      }, reject);
    });
    outgoing.end(body);
    return promise;
  };
  return Object.assign(once, { close: () => agent.destroy() });
}
