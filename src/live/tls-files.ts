// The certificate, its key and the authority of client certificates: read and checked at the start, and taken anew when the files change.

import { readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { HealthCheck } from "../model/gateway-view.ts";
import { type Text, text } from "../model/text.ts";
import { checkTls, type TlsFiles, type TlsPaths } from "./check-tls.ts";
import { StartupError } from "./startup-error.ts";

export type WatchedTls = {
  /** The pair in use. */
  readonly current: () => TlsFiles;
  /** Epoch ms at which the certificate in use ends. */
  readonly expiresAt: () => number;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type TlsWatchOptions = {
  /** A matching, valid pair that differs from the one in use. */
  readonly onChange: (files: TlsFiles) => void;
  readonly log: {
    readonly info: (fields: object, message: string) => void;
    readonly warn: (fields: object, message: string) => void;
  };
  readonly now?: () => number;
  /** Between two looks at the files, ms. */
  readonly every?: number;
  /** For how long changed files must stay as they are before they are taken, ms: whoever writes them may be half-way. */
  readonly settle?: number;
};

const DAY = 86_400_000;
const names = { cert: "--tls-cert (ANJU_TLS_CERT)", key: "--tls-key (ANJU_TLS_KEY)", ca: "--tls-ca (ANJU_TLS_CA)" };

const same = (a: TlsFiles, b: TlsFiles): boolean =>
  a.cert.equals(b.cert) && a.key.equals(b.key) && (a.ca?.equals(b.ca ?? Buffer.alloc(0)) ?? true);

/**
 * The content of a file that a setting names.
 * @param setting what people call it: `--tls-cert (ANJU_TLS_CERT)`. @throws StartupError naming it, the file and the cure.
 */
export function readNamedFile(setting: string, path: string): Buffer {
  const fail = (why: Text): never => {
    throw new StartupError(
      text(
        `${setting}: ${path} ${why.en}. Correct the path, or let the gateway's user read it.`,
        `${setting}：${path} ${why.zh}。请改正路径，或授予网关用户读取权限。`,
      ),
    );
  };
  try {
    if (!statSync(path).isFile()) return fail(text("is no file", "不是文件"));
    return readFileSync(path);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    return fail(
      code === "ENOENT" ? text("is not there", "不存在") : text(`cannot be read (${code})`, `无法读取（${code}）`),
    );
  }
}

/**
 * Reads the files and looks at them every few seconds: by their content, so that renames and swapped links are all one.
 * Changed files are taken once they stay as they are and are a valid pair; until then the old ones stay, and the log says why.
 * @throws StartupError where they cannot be used; an expired certificate is a warning only.
 */
export function openTlsFiles(paths: TlsPaths, options: TlsWatchOptions): WatchedTls {
  const { onChange, log, now = Date.now, every = 3_000, settle = 250 } = options;
  let current: TlsFiles = {
    cert: readNamedFile(names.cert, paths.cert),
    key: readNamedFile(names.key, paths.key),
    ...(paths.ca !== undefined && { ca: readNamedFile(names.ca, paths.ca) }),
  };
  const first = checkTls(current, paths);
  if (!first.ok)
    throw new StartupError(text(`${names[first.file]}: ${first.hint.en}`, `${names[first.file]}：${first.hint.zh}`));
  let { expiresAt } = first;
  const tellDates = (from: number): void => {
    const [ends, begins] = [new Date(expiresAt).toISOString(), new Date(from).toISOString()];
    if (expiresAt <= now())
      log.warn({ file: paths.cert, ended: ends }, "the TLS certificate has expired: clients will refuse it; renew it");
    else if (from > now())
      log.warn({ file: paths.cert, begins }, "the TLS certificate is not valid yet: look at the clock of this machine");
  };
  tellDates(first.startsAt);

  let refused: TlsFiles | undefined;
  let unread = "";
  const read = async (): Promise<TlsFiles> => {
    const [cert, key, ca] = await Promise.all([
      readFile(paths.cert),
      readFile(paths.key),
      paths.ca === undefined ? undefined : readFile(paths.ca),
    ]);
    return { cert, key, ...(ca && { ca }) };
  };
  const take = (files: TlsFiles): void => {
    const checked = checkTls(files, paths);
    const expired = checked.ok && checked.expiresAt <= now() && checked.expiresAt <= expiresAt;
    if (!checked.ok || expired) {
      refused = files;
      const hint = checked.ok ? text("the new certificate has expired", "新证书已过期") : checked.hint;
      log.warn({ hint }, "the TLS files have changed but cannot be used; the old ones stay");
      return;
    }
    refused = undefined;
    current = files;
    expiresAt = checked.expiresAt;
    try {
      onChange(files);
      log.info({ file: paths.cert, expires: new Date(expiresAt).toISOString() }, "TLS certificate renewed");
    } catch (error) {
      log.warn({ err: error }, "the renewed TLS files could not be put to use");
    }
    tellDates(checked.startsAt);
  };

  const stop = new AbortController();
  const { signal } = stop;
  const look = async (): Promise<void> => {
    const found = await read();
    unread = "";
    if (same(found, current)) refused = undefined;
    else if (!refused || !same(found, refused)) {
      await delay(settle, undefined, { signal, ref: false });
      if (same(found, await read())) take(found);
    }
  };
  const watching = (async () => {
    while (!signal.aborted) {
      try {
        await delay(every, undefined, { signal, ref: false });
        await look();
      } catch (error) {
        if (signal.aborted) return;
        const { message } = error as Error;
        if (message !== unread) log.warn({ error: message }, "the TLS files cannot be read; the old ones stay");
        unread = message;
      }
    }
  })();

  return {
    current: () => current,
    expiresAt: () => expiresAt,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await watching;
    },
  };
}

/** Health of a certificate that ends at this instant: degraded in its last two weeks, when whatever renews it should have done so. */
export function certificateHealth(expiresAt: number, now: number): HealthCheck {
  if (expiresAt - now > 14 * DAY) return { status: "ok" };
  const ends = new Date(expiresAt).toISOString();
  return {
    status: "degraded",
    detail: expiresAt > now ? `the certificate ends at ${ends}` : `the certificate ended at ${ends}`,
  };
}
