// Who is let in: the bearer token, or the session cookie that a login with that token gave.

import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const cookieName = "anju_session";
const sessionLasts = 90 * 86_400_000;

export type Door = {
  /** The token is the admin token; takes the same time whatever it is. */
  readonly isToken: (token: string) => boolean;
  readonly mayEnter: (request: IncomingMessage) => boolean;
  /** Value of Set-Cookie for a new session. */
  readonly newCookie: () => string;
  /** Value of Set-Cookie that ends the session. */
  readonly endCookie: () => string;
};

/** The token of an Authorization header; the scheme's case does not matter (RFC 9110, 11.1). */
export const bearerOf = (request: IncomingMessage): string | undefined =>
  /^Bearer +(.+)$/i.exec(request.headers.authorization ?? "")?.[1];

const digest = (value: string): Buffer => createHash("sha256").update(value).digest();
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/**
 * A session is `expiry.random.seal`, sealed with a key made from the admin token: it outlives a restart, so that a wall
 * stays signed in, and ends for everybody when the token is changed.
 * @param secure the public URL is https: the cookie then travels over TLS only.
 */
export function createDoor(adminToken: string, secure: boolean, now: () => number = Date.now): Door {
  const key = createHmac("sha256", adminToken).update("anju session").digest();
  const seal = (body: string): string => createHmac("sha256", key).update(body).digest("base64url");
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
  const isToken = (token: string): boolean => same(token, adminToken);

  const isSession = (value: string): boolean => {
    const [expires = "", random = "", sealed = ""] = value.split(".");
    return same(sealed, seal(`${expires}.${random}`)) && Number(expires) > now();
  };

  return {
    isToken,
    mayEnter: (request) => {
      const bearer = bearerOf(request);
      if (bearer !== undefined) return isToken(bearer);
      const cookies = (request.headers.cookie ?? "").split(/; */).map((pair) => pair.split("="));
      return cookies.some(([name, value]) => name === cookieName && value !== undefined && isSession(value));
    },
    newCookie: () => {
      const body = `${now() + sessionLasts}.${randomBytes(16).toString("base64url")}`;
      return `${cookieName}=${body}.${seal(body)}; Max-Age=${sessionLasts / 1000}; ${attributes}`;
    },
    endCookie: () => `${cookieName}=; Max-Age=0; ${attributes}`,
  };
}
