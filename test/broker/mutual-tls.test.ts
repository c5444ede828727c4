// Mutual TLS with certificates made by openssl: who is let in without a password, and as whom.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { certifiedDevice } from "../../src/broker/device-certificate.ts";
import { closeOf, openBench } from "./broker-bench.ts";

const folder = mkdtempSync(join(tmpdir(), "anju-mtls-"));
const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
const file = (name: string) => readFileSync(join(folder, name));
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const authority = (name: string) =>
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "2",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.crt`,
  );
const signed = (name: string, by: string, common: string, alternative: string) => {
  openssl("req", ...newKey, "-subj", `/CN=${common}`, "-keyout", `${name}.key`, "-out", `${name}.csr`);
  writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${alternative}\n`);
  const sign = ["-CA", `${by}.crt`, "-CAkey", `${by}.key`, "-CAcreateserial", "-days", "2"];
  openssl("x509", "-req", "-in", `${name}.csr`, ...sign, "-extfile", `${name}.ext`, "-out", `${name}.crt`);
  return { key: file(`${name}.key`), cert: file(`${name}.crt`) };
};
type Pair = { readonly key: Buffer; readonly cert: Buffer };
const pairs: Record<string, Pair> = {};

beforeAll(() => {
  for (const name of ["ca", "foreign"]) authority(name);
  pairs.server = signed("server", "ca", "server", "IP:127.0.0.1");
  pairs.byUrn = signed("urn", "ca", "somebody", "URI:urn:anju:device:C1");
  pairs.byDns = signed("dns", "ca", "somebody", "DNS:C1");
  pairs.byName = signed("name", "ca", "C1", "DNS:elsewhere.example");
  pairs.stranger = signed("stranger", "ca", "nobody", "DNS:elsewhere.example");
  pairs.forged = signed("forged", "foreign", "C1", "DNS:C1");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = async () => {
  const tls = { ...(pairs.server as Pair), ca: file("ca.crt") };
  const bench = await openBench({ tls, known: [{ id: "C1", type: "device" }] });
  const url = `mqtts://127.0.0.1:${bench.broker.port}`;
  return {
    bench,
    join: (pair: string | undefined, more = {}) =>
      bench.join({ url, ca: file("ca.crt"), ...(pair && pairs[pair]), ...more }),
  };
};

test.each(["byUrn", "byDns", "byName"])(
  "a certificate that names a device (%s) is that device, without a password",
  async (pair) => {
    const { bench, join } = await open();
    await using _ = bench;
    const device = await join(pair);
    await device.publishAsync("facility/demo/camera/C1/telemetry", "mine", { qos: 1 });
    const gone = closeOf(device);
    device.publish("facility/demo/gate/G1/telemetry", "not mine", { qos: 1 });
    await gone;
    expect(bench.texts()).toEqual(["mine"]);
    const again = await join(pair, { username: "C1" });
    const cut = closeOf(again);
    bench.broker.disconnect("C1");
    await cut;
  },
);

test("another user name is refused; a certificate that names no device needs a password; none, or a forged one, is not let in", async () => {
  const { bench, join } = await open();
  await using _ = bench;
  await expect(join("byUrn", { username: "G1", password: "x" })).rejects.toThrow("Not authorized");
  await expect(join("stranger")).rejects.toThrow("Not authorized");
  expect((await join("stranger", bench.as("C1"))).connected).toBe(true);
  await expect(join(undefined, bench.as("C1"))).rejects.toThrow();
  await expect(join("forged", bench.as("C1"))).rejects.toThrow();
  bench.broker.renewTls({ ...(pairs.server as Pair), ca: file("foreign.crt") });
  expect((await join("forged")).connected).toBe(true);
  await expect(join("byUrn")).rejects.toThrow();
});

test("below TLS 1.2 there is no conversation", async () => {
  const { bench, join } = await open();
  await using _ = bench;
  await expect(join("byUrn", { maxVersion: "TLSv1.1", minVersion: "TLSv1" })).rejects.toThrow();
});

test("names are taken whole: no name inside a quoted one counts", () => {
  const isDevice = (id: string) => id === "C1";
  const named = (subjectaltname: string, CN: string | string[] = "x") =>
    certifiedDevice({ subjectaltname, subject: { CN } } as unknown as Parameters<typeof certifiedDevice>[0], isDevice);
  expect(named('DNS:"evil, DNS:C1"')).toBe(undefined);
  expect(named("DNS:a.example, URI:urn:anju:device:C1")).toBe("C1");
  expect(named("URI:urn:other:C1")).toBe(undefined);
  expect(named("", "C1")).toBe("C1");
  expect(named("", ["C1", "C2"])).toBe(undefined);
});
