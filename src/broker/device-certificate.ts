// Which device a client's TLS certificate speaks for.

import type { DetailedPeerCertificate, PeerCertificate } from "node:tls";

const urn = "urn:anju:device:";

/** Names that the certificate carries: DNS names and our URNs of its subject alternative names, then its common name. */
const namesOf = (certificate: PeerCertificate | DetailedPeerCertificate): readonly string[] => {
  const names: string[] = [];
  // Node quotes a name that holds a comma or a quote; no device is called so.
  for (const entry of (certificate.subjectaltname ?? "").split(", ")) {
    if (entry.startsWith("DNS:")) names.push(entry.slice(4));
    if (entry.startsWith(`URI:${urn}`)) names.push(entry.slice(4 + urn.length));
  }
  const common: unknown = certificate.subject?.CN;
  return typeof common === "string" ? [...names, common] : names;
};

/** The registered device named by a certificate that a trusted authority signed; undefined where it names none. */
export const certifiedDevice = (
  certificate: PeerCertificate | DetailedPeerCertificate,
  isDevice: (id: string) => boolean,
): string | undefined => namesOf(certificate).find(isDevice);
