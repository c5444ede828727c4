// GET /login (the page, or the login link), POST /login (its form) and POST /logout: a browser's way to a session.

import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { ApiServer } from "../api-server.ts";
import type { Door } from "../door.ts";

/** @param page the login page, bilingual; its `data-failed="no"` becomes "yes" after a wrong token. */
export function addLogin(app: ApiServer, door: Door, page: string): void {
  const show = (reply: FastifyReply, failed: boolean): FastifyReply =>
    reply
      .code(failed ? 401 : 200)
      .type("text/html; charset=utf-8")
      .serializer(String)
      .send(failed ? page.replace('data-failed="no"', 'data-failed="yes"') : page);
  const enter = (reply: FastifyReply, token: string): FastifyReply =>
    door.isToken(token) ? reply.header("set-cookie", door.newCookie()).redirect("/", 303) : show(reply, true);

  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.get(
    "/login",
    { config: { entry: "open" }, schema: { hide: true, querystring: z.object({ token: z.string().exactOptional() }) } },
    async ({ query }, reply) => (query.token === undefined ? show(reply, false) : enter(reply, query.token)),
  );
  app.post(
    "/login",
    { config: { entry: "open" }, schema: { hide: true, body: z.object({ token: z.string().trim() }) } },
    async ({ body }, reply) => enter(reply, body.token),
  );
  app.post("/logout", { config: { entry: "open" }, schema: { hide: true } }, async (_request, reply) =>
    reply.header("set-cookie", door.endCookie()).redirect("/login", 303),
  );
}
