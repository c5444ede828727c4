// The type of our fastify instance: its routes take their types from zod schemas.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";

export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module "fastify" {
  interface FastifyContextConfig {
    /** open: no login; loopback: none from this machine itself; page: a browser without a session goes to the login page. */
    readonly entry?: "open" | "loopback" | "page";
  }
}
