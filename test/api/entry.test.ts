// Who gets in: tokens, sessions, the login page; who does not: strangers, foreign names, foreign pages, taken ports.

import { request as rawRequest } from "node:http";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { createDoor } from "../../src/api/door.ts";
import type { OpenGateway } from "./open-gateway.ts";
import { openGateway, token } from "./open-gateway.ts";

/** A request with headers that fetch does not let one set. */
const raw = (open: OpenGateway, path: string, method: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    rawRequest({ port: open.port, host: "127.0.0.1", path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });

it.each(["/api/v1/devices", "/api/v1/tickets", "/api/v1/faults", "/api/v1/quarantine", "/api/v1/nothing"])(
  "refuses %s without and with a wrong token",
  async (path) => {
    await using open = await openGateway();
    for (const headers of [{}, { authorization: "Bearer wrong" }, { cookie: "anju_session=1.2.3" }]) {
      const answer = await open.get(path, { headers: headers as Record<string, string> });
      expect([answer.status, answer.json.code]).toEqual([401, "unauthorized"]);
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    }
  },
);

it("logs a browser in by the link, and gives it a cookie that scripts cannot read", async () => {
  await using open = await openGateway();
  expect(open.loginLink).toBe(`${open.base}/login?token=${token}`);
  const answer = await open.get(open.loginLink.slice(open.base.length), {});
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
  const cookie = answer.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^anju_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
  const session = { cookie: cookie.split(";", 1)[0] ?? "" };
  expect((await open.get("/api/v1/devices", { headers: session })).status).toBe(200);
  expect((await open.get("/", { headers: session })).text).toContain("<title>");
  expect(open.logged.join()).not.toContain(token);
});

it("shows browsers without a session the login page, in both languages, and takes its form", async () => {
  await using open = await openGateway();
  const home = await open.get("/", {});
  expect([home.status, home.headers.get("location")]).toEqual([303, "/login"]);
  const page = await open.get("/login", {});
  expect(page.text).toContain("Log in");
  expect(page.text).toContain("登录");
  expect(page.text).toContain('data-failed="no"');
  const form = (value: string): RequestInit => ({ method: "POST", body: new URLSearchParams({ token: value }) });
  const wrong = await open.get("/login", form("wrong"));
  expect([wrong.status, wrong.headers.get("set-cookie")]).toEqual([401, null]);
  expect(wrong.text).toContain('data-failed="yes"');
  const right = await open.get("/login", form(token));
  expect([right.status, right.headers.get("set-cookie")?.startsWith("anju_session=")]).toEqual([303, true]);
  expect((await open.get("/logout", { method: "POST" })).headers.get("set-cookie")).toContain("Max-Age=0");
});

it("marks the cookie Secure behind an https address, and links to that address", async () => {
  await using open = await openGateway(undefined, { publicUrl: "https://anju.example/" });
  expect(open.loginLink).toBe(`https://anju.example/login?token=${token}`);
  expect((await open.get(`/login?token=${token}`, {})).headers.get("set-cookie")).toContain("; Secure");
});

it("keeps a session over a restart, ends it with time or with another token", () => {
  let now = 0;
  const cookie =
    createDoor("first", false, () => now)
      .newCookie()
      .split(";", 1)[0] ?? "";
  const request = { headers: { cookie: `a=b; ${cookie}` } } as never;
  expect(createDoor("first", false, () => now).mayEnter(request)).toBe(true);
  expect(createDoor("second", false, () => now).mayEnter(request)).toBe(false);
  const forged = { headers: { cookie: cookie.replace(/=\d+/, "=9999999999999") } } as never;
  expect(createDoor("first", false, () => now).mayEnter(forged)).toBe(false);
  now = 91 * 86_400_000;
  expect(createDoor("first", false, () => now).mayEnter(request)).toBe(false);
});

it("refuses foreign Host names and foreign origins, and lets its own through", async () => {
  await using open = await openGateway(undefined, { publicUrl: "https://anju.example" });
  const login = await open.get(`/login?token=${token}`, {});
  const cookie = (login.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
  const host = `127.0.0.1:${open.port}`;
  const get = (name: string): Promise<number> => raw(open, "/api/v1/faults", "GET", { cookie, host: name });
  expect(await get("evil.example")).toBe(403);
  expect(await get("127.0.0.1.evil.example")).toBe(403);
  for (const name of [host, `localhost:${open.port}`, `[::1]:${open.port}`, "anju.example"])
    expect(await get(name)).toBe(200);
  expect(await raw(open, "/metrics", "GET", { host: "evil.example" })).toBe(403);
  expect(await raw(open, "/metrics", "GET", { host: "evil.example", authorization: "Bearer x" })).toBe(401);
  expect(await raw(open, "/healthz", "GET", { host: "evil.example" })).toBe(200);

  const post = (origin: string): Promise<number> =>
    raw(open, "/api/v1/tickets/T-000002/accept", "POST", { cookie, host, origin });
  for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) expect(await post(origin)).toBe(403);
  // The second finds the ticket accepted: it came through as well.
  expect(await post(`http://${host}`)).toBe(200);
  expect(await post("https://anju.example")).toBe(409);
});

it("sends the security headers with every answer", async () => {
  await using open = await openGateway();
  for (const path of ["/", "/login", "/healthz", "/api/v1/devices", "/nothing", "/wall/main.ts"]) {
    const { headers } = await open.get(path);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
});

it("serves the wall's modules without types, and says when they have not changed", async () => {
  await using open = await openGateway();
  const module = await open.get("/wall/main.ts", {});
  expect([module.status, module.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
  expect(module.text).not.toContain("import type");
  const again = await open.get("/wall/main.ts", { headers: { "if-none-match": module.headers.get("etag") ?? "" } });
  expect([again.status, again.text]).toEqual([304, ""]);
  expect((await open.get("/wall/..%2Fmodel%2Ftext.ts", {})).status).toBe(404);
});

it("says which setting to change when the port is taken", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const { port } = taken.address() as { port: number };
  const failure = await openGateway(undefined, { port }).then(
    () => null,
    (error: NodeJS.ErrnoException & { hint: { en: string; zh: string } }) => error,
  );
  taken.close();
  expect(failure?.code).toBe("EADDRINUSE");
  expect(failure?.hint.en).toContain("--http-port (ANJU_HTTP_PORT)");
  expect(failure?.hint.zh).toContain(String(port));
});
