// What every request passes before its route: security headers, the origin check, the login.

import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiServer } from "./api-server.ts";
import type { Door } from "./door.ts";
import { bearerOf } from "./door.ts";
import type { OriginCheck } from "./origin.ts";
import { isLoopback } from "./origin.ts";
import { problem, sendProblem } from "./problem.ts";

const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "cache-control": "no-store",
};

export function addGuards(app: ApiServer, door: Door, checkOrigin: OriginCheck): void {
  app.addHook("onRequest", async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(headers);
    const { entry } = request.routeOptions.config;
    const changes = request.method !== "GET" && request.method !== "HEAD";
    // Health must answer whatever name a supervisor calls us by; it says nothing worth stealing.
    const foreign = request.routeOptions.url === "/healthz" ? undefined : checkOrigin(request.raw, changes);
    if (foreign) return sendProblem(reply, problem("forbidden", foreign));
    if (entry === "open" || door.mayEnter(request.raw)) return;
    if (entry === "loopback" && bearerOf(request.raw) === undefined && isLoopback(request.raw)) return;
    if (entry === "page") return reply.redirect("/login", 303);
    return sendProblem(reply, problem("unauthorized"));
  });
  // A POST may come without a body: every key of it is then missing.
  app.addHook("preValidation", async (request) => {
    if (request.method === "POST") request.body ??= {};
  });
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string", bodyLimit: 256 * 1024 }, (_request, body, done) => {
    const written = String(body);
    if (written.trim() === "") return done(null, {});
    try {
      done(null, JSON.parse(written));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
}
