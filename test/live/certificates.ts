// Real certificates for tests, made by the openssl program in a temporary folder: self-signed ones, an authority, and what it signs.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Pair = { readonly cert: Buffer; readonly key: Buffer; readonly certFile: string; readonly keyFile: string };

export type Certificates = Disposable & {
  readonly folder: string;
  /** Self-signed, for 127.0.0.1; fit as an authority too. */
  readonly own: (name: string) => Pair;
  readonly signed: (name: string, by: Pair) => Pair;
};

const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

export function openCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "anju-certificates-"));
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { stdio: "ignore" });
  const files = (name: string) => ({ certFile: join(folder, `${name}.crt`), keyFile: join(folder, `${name}.key`) });
  const pairOf = (name: string): Pair => {
    const { certFile, keyFile } = files(name);
    return { certFile, keyFile, cert: readFileSync(certFile), key: readFileSync(keyFile) };
  };
  return {
    folder,
    own(name) {
      const { certFile, keyFile } = files(name);
      const who = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
      openssl("req", "-x509", ...curve, "-days", "30", ...who, "-keyout", keyFile, "-out", certFile);
      return pairOf(name);
    },
    signed(name, by) {
      const { certFile, keyFile } = files(name);
      const [request, extensions] = [join(folder, `${name}.csr`), join(folder, `${name}.ext`)];
      openssl("req", ...curve, "-subj", `/CN=${name}`, "-keyout", keyFile, "-out", request);
      writeFileSync(extensions, "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
      const authority = ["-CA", by.certFile, "-CAkey", by.keyFile, "-CAcreateserial"];
      openssl("x509", "-req", "-in", request, ...authority, "-days", "30", "-extfile", extensions, "-out", certFile);
      return pairOf(name);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
