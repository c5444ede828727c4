// One InfluxDB server over HTTP: address, credentials, a deadline on every request, and error texts without secrets.

import type { HistorySettings } from "./history.ts";

export type Answer = { readonly status: number; readonly body: string; readonly headers: Headers };

export type Connection = {
  /** Scheme, host, port and path, without user, password or trailing slash. */
  readonly base: string;
  readonly username: string | undefined;
  readonly password: string;
  readonly token: string | undefined;
  readonly timeout: number;
  /** @throws Error (no secrets) when no whole answer came within the timeout; redirects are not followed. */
  readonly request: (path: string, init: RequestInit) => Promise<Answer>;
  /** Runs a client library's call under the same deadline. @throws Error without secrets. */
  readonly within: <T>(call: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** A text with every secret blotted out, on one line, at most 300 characters. */
  readonly scrub: (text: string) => string;
  /** Abandons what is under way. */
  readonly close: () => void;
};

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
  const base = `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
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
      if (signal.aborted) throw new Error(`no answer from ${base} within ${timeout} ms`);
      throw error;
    } finally {
      signal.removeEventListener("abort", expire);
    }
  };

  const request = async (path: string, init: RequestInit): Promise<Answer> => {
    try {
      return await within(async (signal) => {
        const response = await fetch(base + path, {
          ...init,
          headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
          redirect: "manual",
          signal,
        });
        return { status: response.status, body: await response.text(), headers: response.headers };
      });
    } catch (error) {
      throw new Error(scrub(`${wordsOf(error)} (${base}; is ANJU_INFLUX_URL right?)`));
    }
  };

  return { base, ...credentials, timeout, request, within, scrub, close: () => closing.abort() };
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
  return reason === undefined ? error.message : `${error.message}: ${String(reason)}`;
}

/** `Basic …` where a user is given, else `Token …` where a token is, else nothing. */
export const basicOrToken = (c: Credentials): string | undefined =>
  c.username !== undefined
    ? `Basic ${Buffer.from(`${c.username}:${c.password}`).toString("base64")}`
    : c.token && `Token ${c.token}`;
