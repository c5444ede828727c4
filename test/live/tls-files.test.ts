// Certificate files: refused at the start with the flag, the file and the cure; taken anew when they change, and only as a whole, matching pair.

import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { TlsFiles, TlsPaths } from "../../src/live/check-tls.ts";
import { StartupError } from "../../src/live/startup-error.ts";
import { certificateHealth, openTlsFiles, type TlsWatchOptions, type WatchedTls } from "../../src/live/tls-files.ts";
import { openCertificates, type Pair } from "./certificates.ts";

const certificates = openCertificates();
afterAll(() => certificates[Symbol.dispose]());
const first = certificates.own("first");
const second = certificates.own("second");
const signed = certificates.signed("signed", first);

type Watched = AsyncDisposable & {
  readonly tls: WatchedTls;
  readonly paths: Required<TlsPaths>;
  readonly taken: TlsFiles[];
  readonly told: { readonly level: string; readonly message: string; readonly fields: object }[];
};

let count = 0;
const freshPaths = (): Required<TlsPaths> => {
  const folder = join(certificates.folder, `watched-${++count}`);
  mkdirSync(folder);
  return { cert: join(folder, "cert.pem"), key: join(folder, "key.pem"), ca: join(folder, "ca.pem") };
};
const put = (paths: TlsPaths, { cert, key }: Pick<Pair, "cert" | "key">): void => {
  writeFileSync(paths.cert, cert);
  writeFileSync(paths.key, key);
};

const swap = (path: string, make: (path: string) => void): void => {
  rmSync(path);
  make(path);
};

function watch(paths: Required<TlsPaths>, options: Partial<TlsWatchOptions> = {}, ca = false): Watched {
  const taken: TlsFiles[] = [];
  const told: Watched["told"] = [];
  const write = (level: string) => (fields: object, message: string) => void told.push({ level, message, fields });
  const { ca: authority, ...pair } = paths;
  const tls = openTlsFiles(ca ? { ...pair, ca: authority } : pair, {
    onChange: (files) => void taken.push(files),
    log: { info: write("info"), warn: write("warn") },
    every: 20,
    settle: 20,
    ...options,
  });
  return { tls, paths, taken, told, [Symbol.asyncDispose]: () => tls[Symbol.asyncDispose]() };
}
const refusal = (paths: Required<TlsPaths>, ca = false) => {
  try {
    watch(paths, {}, ca);
  } catch (error) {
    if (error instanceof StartupError) return error.text;
    throw error;
  }
  return undefined;
};
/** Several looks at the files later. */
const looks = () => sleep(200);
const warnings = ({ told }: Watched) => told.filter(({ level }) => level === "warn").map(({ message }) => message);

describe("at the start", () => {
  it("reads a pair, with its chain and an authority, and says when it ends", async () => {
    const paths = freshPaths();
    put(paths, { cert: Buffer.concat([signed.cert, first.cert]), key: signed.key });
    writeFileSync(paths.ca, Buffer.concat([first.cert, second.cert]));
    await using watched = watch(paths, {}, true);
    expect(watched.tls.current()).toEqual({
      cert: Buffer.concat([signed.cert, first.cert]),
      key: signed.key,
      ca: Buffer.concat([first.cert, second.cert]),
    });
    const days = (watched.tls.expiresAt() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29);
    expect(days).toBeLessThanOrEqual(30);
    expect(watched.told).toEqual([]);
  });

  const locked = join(certificates.folder, "locked.key");
  execFileSync("openssl", ["pkey", "-in", first.keyFile, "-aes256", "-passout", "pass:x", "-out", locked]);
  const weak = { certFile: join(certificates.folder, "weak.crt"), keyFile: join(certificates.folder, "weak.key") };
  const small = ["req", "-x509", "-newkey", "rsa:512", "-nodes", "-days", "3", "-subj", "/CN=weak"];
  execFileSync("openssl", [...small, "-keyout", weak.keyFile, "-out", weak.certFile], { stdio: "ignore" });

  it.each<[string, (paths: Required<TlsPaths>) => void, string, RegExp]>([
    ["a certificate that is not there", ({ cert }) => rmSync(cert), "cert", /is not there/],
    ["a key that is not there", ({ key }) => rmSync(key), "key", /is not there/],
    ["an authority that is not there", ({ ca }) => rmSync(ca), "ca", /is not there/],
    ["a folder", ({ key }) => swap(key, mkdirSync), "key", /is no file/],
    ["an empty certificate", ({ cert }) => writeFileSync(cert, ""), "cert", /no whole PEM certificate/],
    ["half a certificate", ({ cert }) => writeFileSync(cert, first.cert.subarray(0, 300)), "cert", /no whole PEM/],
    [
      "a broken chain",
      ({ cert }) => writeFileSync(cert, Buffer.concat([first.cert, second.cert.subarray(0, 300)])),
      "cert",
      /no whole PEM certificate/,
    ],
    ["a key in place of the certificate", ({ cert }) => writeFileSync(cert, first.key), "cert", /no whole PEM/],
    ["a certificate in place of the key", ({ key }) => writeFileSync(key, first.cert), "key", /no whole PEM private/],
    ["another certificate's key", ({ key }) => writeFileSync(key, second.key), "key", /is not the key of the first/],
    [
      "a locked key",
      ({ key }) => swap(key, (path) => symlinkSync(locked, path)),
      "key",
      /passphrase.*openssl pkey -in/,
    ],
    ["an authority that is none", ({ ca }) => writeFileSync(ca, "nobody"), "ca", /no whole PEM certificate/],
  ])("refuses %s, naming flag, file and cure", (_what, spoil, file, words) => {
    const paths = freshPaths();
    put(paths, first);
    writeFileSync(paths.ca, first.cert);
    spoil(paths);
    const said = refusal(paths, true);
    const flag = `--tls-${file} (ANJU_TLS_${file.toUpperCase()})`;
    expect(said?.en).toMatch(words);
    expect([said?.en.startsWith(`${flag}: `), said?.zh.startsWith(`${flag}：`)]).toEqual([true, true]);
    expect(said?.en).toContain(paths[file as keyof TlsPaths]);
    expect(said?.zh).toContain(paths[file as keyof TlsPaths]);
  });

  it("refuses a key too weak for TLS", () => {
    const paths = freshPaths();
    rmSync(paths.cert, { force: true });
    symlinkSync(weak.certFile, paths.cert);
    symlinkSync(weak.keyFile, paths.key);
    expect(refusal(paths)?.en).toMatch(/cannot be used .*Have them made anew, with an RSA key of 2048/);
  });

  it("takes an expired certificate, with a warning", async () => {
    const paths = freshPaths();
    put(paths, first);
    await using watched = watch(paths, { now: () => Date.now() + 31 * 86_400_000 });
    expect(warnings(watched)[0]).toContain("has expired");
    await using early = watch(paths, { now: () => Date.now() - 86_400_000 });
    expect(warnings(early)[0]).toContain("not valid yet");
  });
});

describe("when the files change", () => {
  const started = (): Watched => {
    const paths = freshPaths();
    put(paths, first);
    return watch(paths);
  };
  const ways: readonly [string, (paths: Required<TlsPaths>) => void][] = [
    ["are overwritten", (paths) => put(paths, second)],
    [
      "are renamed into place",
      ({ cert, key }) => {
        put({ cert: `${cert}.new`, key: `${key}.new` }, second);
        renameSync(`${cert}.new`, cert);
        renameSync(`${key}.new`, key);
      },
    ],
    [
      "are links that are swapped",
      ({ cert, key }) => {
        for (const [path, target] of [
          [cert, second.certFile],
          [key, second.keyFile],
        ] as const) {
          symlinkSync(target, `${path}.link`);
          renameSync(`${path}.link`, path);
        }
      },
    ],
  ];
  it.each(ways)("takes the new pair once, where they %s", async (_way, change) => {
    await using watched = started();
    change(watched.paths);
    await vi.waitFor(() => expect(watched.taken.length).toBe(1), { timeout: 10_000, interval: 10 });
    await looks();
    expect(watched.taken).toEqual([{ cert: second.cert, key: second.key }]);
    expect(watched.tls.current()).toEqual({ cert: second.cert, key: second.key });
    expect(warnings(watched)).toEqual([]);
  });

  it("keeps the old pair while the new one is half written, says so once, and takes it when it is whole", async () => {
    await using watched = started();
    writeFileSync(watched.paths.cert, second.cert);
    await vi.waitFor(() => expect(warnings(watched).length).toBe(1), { timeout: 10_000, interval: 10 });
    await looks();
    expect(warnings(watched)).toEqual(["the TLS files have changed but cannot be used; the old ones stay"]);
    expect(watched.told[0]?.fields).toMatchObject({ hint: { en: expect.stringContaining("is not the key") } });
    expect([watched.taken, watched.tls.current().cert]).toEqual([[], first.cert]);
    writeFileSync(watched.paths.key, second.key.subarray(0, 60));
    await vi.waitFor(() => expect(warnings(watched).length).toBe(2), { timeout: 10_000, interval: 10 });
    expect(watched.taken).toEqual([]);
    writeFileSync(watched.paths.key, second.key);
    await vi.waitFor(() => expect(watched.taken.length).toBe(1), { timeout: 10_000, interval: 10 });
    expect(watched.tls.current()).toEqual({ cert: second.cert, key: second.key });
  });

  it("keeps the old pair while the files are away, says so once, and is content when they are back", async () => {
    await using watched = started();
    rmSync(watched.paths.key);
    await vi.waitFor(() => expect(warnings(watched).length).toBe(1), { timeout: 10_000, interval: 10 });
    await looks();
    put(watched.paths, first);
    await looks();
    expect(warnings(watched)).toEqual(["the TLS files cannot be read; the old ones stay"]);
    expect(watched.taken).toEqual([]);
    put(watched.paths, second);
    await vi.waitFor(() => expect(watched.taken.length).toBe(1), { timeout: 10_000, interval: 10 });
  });

  it("refuses a new pair that has expired, and takes another authority", async () => {
    const paths = freshPaths();
    put(paths, second);
    writeFileSync(paths.ca, first.cert);
    let later = 0;
    await using watched = watch(paths, { now: () => Date.now() + later }, true);
    later = 31 * 86_400_000;
    put(paths, first);
    await vi.waitFor(() => expect(warnings(watched).length).toBe(1), { timeout: 10_000, interval: 10 });
    expect(watched.told[0]?.fields).toMatchObject({ hint: { en: "the new certificate has expired" } });
    expect(watched.taken).toEqual([]);
    later = 0;
    put(paths, second);
    writeFileSync(paths.ca, second.cert);
    await vi.waitFor(() => expect(watched.taken.length).toBe(1), { timeout: 10_000, interval: 10 });
    expect(watched.taken[0]).toEqual({ cert: second.cert, key: second.key, ca: second.cert });
  });

  it("does not tell anything after it was closed", async () => {
    const watched = started();
    await watched[Symbol.asyncDispose]();
    put(watched.paths, second);
    await looks();
    expect([watched.taken, watched.told]).toEqual([[], []]);
  });
});

it("is a matter of health in the last two weeks of a certificate", () => {
  const day = 86_400_000;
  expect(certificateHealth(15 * day, 0)).toEqual({ status: "ok" });
  expect(certificateHealth(13 * day, 0)).toMatchObject({
    status: "degraded",
    detail: expect.stringContaining("ends at 1970-01-14"),
  });
  expect(certificateHealth(0, day)).toEqual({
    status: "degraded",
    detail: "the certificate ended at 1970-01-01T00:00:00.000Z",
  });
});
