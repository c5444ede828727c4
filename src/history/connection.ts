// One InfluxDB server over HTTP: address, credentials, a deadline on every request, and error texts without secrets.

import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { HistorySettings } from "./history.ts";
import { type Answer, createSend } from "./send-request.ts";

export type Asked = {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

/** No answer in time, or the line was cut while the body went out: perhaps it was too large. */
export class NoAnswer extends Error {}

export type Connection = {
  /** Scheme, host, port and path, without user, password or trailing slash. */
  readonly base: string;
  readonly username: string | undefined;
  readonly password: string;
  readonly token: string | undefined;
  readonly timeout: number;
  /** @throws Error (no secrets) when no whole answer came within the timeout; redirects are not followed. */
  readonly request: (path: string, asked?: Asked) => Promise<Answer>;
  /** Posts lines, gzipped where that pays. @throws Error as `request` does. */
  readonly post: (path: string, lines: Uint8Array) => Promise<Answer>;
  /** Runs a client library's call under the same deadline. @throws Error without secrets. */
  readonly within: <T>(call: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** A text with every secret blotted out, on one line, at most 300 characters. */
  readonly scrub: (text: string) => string;
  /** Abandons what is under way. */
  readonly close: () => void;
};

const zip = promisify(gzip);
/** Bytes: a smaller body fits into one packet or so anyway. */
const worthCompressing = 1024;

const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || /^127\./.test(host);

/** @throws Error naming ANJU_INFLUX_URL when the address is none. */
export function createConnection(
  settings: HistorySettings,
  authorization: (c: Credentials) => string | undefined,
): Connection {
  if (!URL.canParse(settings.url ?? ""))
    throw new Error("ANJU_INFLUX_URL is not an address such as http://127.0.0.1:8086");
  const url = new URL(settings.url as string);
  const credentials: Credentials = {
    username: settings.username ?? (url.username === "" ? undefined : decodeURIComponent(url.username)),
    password: settings.password ?? decodeURIComponent(url.password),
    token: settings.token,
  };
  const timeout = settings.timeout ?? 10_000;
  const closing = new AbortController();
  const header = authorization(credentials);
  const headers: Record<string, string> = header === undefined ? {} : { authorization: header };
  const root = url.pathname.replace(/\/+$/, "");
  const base = `${url.protocol}//${url.host}${root}`;
  const secrets = [credentials.password, credentials.token, header?.replace(/^\w+ /, "")].filter((text) => !!text);

  const scrub = (text: string): string =>
    secrets
      .reduce<string>((left, secret) => left.replaceAll(secret as string, "***"), text)
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 300);

  const within = async <T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeout)]);
    const { promise: expired, reject } = Promise.withResolvers<never>();
    const expire = () => reject(signal.reason);
    signal.addEventListener("abort", expire);
    if (signal.aborted) expire();
    try {
      return await Promise.race([call(signal), expired]);
    } catch (error) {
      if (closing.signal.aborted) throw new Error("the gateway is stopping");
      if (signal.aborted) throw new NoAnswer(`no answer from ${base} within ${timeout} ms`);
      throw error;
    } finally {
      signal.removeEventListener("abort", expire);
    }
  };

  const send = createSend(url);
  const compress = settings.compress ?? !isLoopback(url.hostname);

  const request = async (path: string, asked: Asked = {}): Promise<Answer> => {
    try {
      return await within((signal) =>
        send({
          path: root + path,
          method: asked.method ?? "GET",
          headers: { ...headers, ...asked.headers },
          body: asked.body ?? "",
          signal,
        }),
      );
    } catch (error) {
      const words = scrub(`${wordsOf(error)} (${base}; is ANJU_INFLUX_URL right?)`);
      // Some servers and proxies answer a body too large by hanging up.
      const cut = ["ECONNRESET", "EPIPE"].includes(String((error as NodeJS.ErrnoException).code));
      throw cut || error instanceof NoAnswer ? new NoAnswer(words) : new Error(words);
    }
  };
  const post = async (path: string, body: Uint8Array): Promise<Answer> => {
    const plain = { "content-type": "text/plain; charset=utf-8" };
    if (!compress || body.length <= worthCompressing) return request(path, { method: "POST", headers: plain, body });
    const packed = await zip(body, { level: 1 });
    return request(path, { method: "POST", headers: { ...plain, "content-encoding": "gzip" }, body: packed });
  };
  const close = (): void => {
    closing.abort();
    send.close();
  };

  return { base, ...credentials, timeout, request, post, within, scrub, close };
}

export type Credentials = {
  readonly username: string | undefined;
  readonly password: string;
  readonly token: string | undefined;
};

/** What an error says, with the reason that fetch hides in its cause. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { code?: unknown; message?: unknown } | undefined;
  const reason = cause?.code ?? cause?.message ?? (error as { code?: unknown }).code;
  // An address with several numbers fails with an empty message and a code.
  const said = reason === undefined || error.message.includes(String(reason)) ? [] : [String(reason)];
  return [error.message, ...said].filter((words) => words !== "").join(": ");
}

/** `Basic …` where a user is given, else `Token …` where a token is, else nothing. */
export const basicOrToken = (c: Credentials): string | undefined =>
  c.username !== undefined
    ? `Basic ${Buffer.from(`${c.username}:${c.password}`).toString("base64")}`
    : c.token && `Token ${c.token}`;
