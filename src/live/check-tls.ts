// Whether a certificate, a key and an authority can be used together; what is wrong and its cure where they cannot.

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { type Text, text } from "../model/text.ts";

export type TlsPaths = { readonly cert: string; readonly key: string; readonly ca?: string };
/** PEM texts: the certificate with its chain, its key, and the authorities of client certificates. */
export type TlsFiles = { readonly cert: Buffer; readonly key: Buffer; readonly ca?: Buffer };

export type CheckedTls =
  | { readonly ok: true; readonly startsAt: number; readonly expiresAt: number }
  | { readonly ok: false; readonly file: keyof TlsPaths; readonly hint: Text };

/** The certificates of a PEM text, the server's own first. @throws Error where one is broken or there is none. */
function certificatesIn(pem: Buffer): [X509Certificate, ...X509Certificate[]] {
  const blocks = pem.toString("latin1").split(/(?=-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----)/);
  const [first, ...rest] = blocks
    .filter((block) => block.includes("-----BEGIN"))
    .map((block) => new X509Certificate(block));
  if (first === undefined) throw new Error("no certificate in it");
  return [first, ...rest];
}

/** @param paths for the texts. Dates are told, not judged. */
export function checkTls(files: TlsFiles, paths: TlsPaths): CheckedTls {
  const wrong = (file: keyof TlsPaths, en: string, zh: string): CheckedTls => ({ ok: false, file, hint: text(en, zh) });
  const noCertificate = (file: "cert" | "ca", path: string): CheckedTls =>
    wrong(
      file,
      `${path} holds no whole PEM certificate. Give a text file that begins with -----BEGIN CERTIFICATE-----.`,
      `${path} 中没有完整的 PEM 证书。请提供以 -----BEGIN CERTIFICATE----- 开头的文本文件。`,
    );
  let leaf: X509Certificate;
  try {
    [leaf] = certificatesIn(files.cert);
  } catch {
    return noCertificate("cert", paths.cert);
  }
  if (files.ca !== undefined)
    try {
      certificatesIn(files.ca);
    } catch {
      return noCertificate("ca", paths.ca ?? "");
    }
  if (files.key.includes("ENCRYPTED"))
    return wrong(
      "key",
      `${paths.key} is locked with a passphrase. Store it without one, readable by the gateway's user only: openssl pkey -in ${paths.key} -out key.pem`,
      `${paths.key} 设有口令。请去掉口令后保存，并仅允许网关用户读取：openssl pkey -in ${paths.key} -out key.pem`,
    );
  let key: KeyObject;
  try {
    key = createPrivateKey(files.key);
  } catch {
    return wrong(
      "key",
      `${paths.key} holds no whole PEM private key. Give the key that the certificate was requested with.`,
      `${paths.key} 中没有完整的 PEM 私钥。请提供申请该证书时所用的私钥。`,
    );
  }
  if (!leaf.checkPrivateKey(key))
    return wrong(
      "key",
      `${paths.key} is not the key of the first certificate in ${paths.cert}. Give the two that belong together, the server's own certificate first in its file.`,
      `${paths.key} 不是 ${paths.cert} 中第一张证书的私钥。请提供配套的证书与私钥，并将服务器证书放在文件最前面。`,
    );
  try {
    createSecureContext({ ...files, minVersion: "TLSv1.2" });
  } catch (error) {
    const why = (error as Error).message;
    return wrong(
      "cert",
      `${paths.cert} and ${paths.key} cannot be used (${why}). Have them made anew, with an RSA key of 2048 bits or an EC key of 256.`,
      `${paths.cert} 与 ${paths.key} 无法使用（${why}）。请重新签发，使用 2048 位 RSA 或 256 位 EC 密钥。`,
    );
  }
  return { ok: true, startsAt: leaf.validFromDate.getTime(), expiresAt: leaf.validToDate.getTime() };
}
