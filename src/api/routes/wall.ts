// GET / (the wall, for whoever is logged in) and /wall/{file} (its modules and styles, which hold no data).

import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ApiServer } from "../api-server.ts";
import { refused } from "../problem.ts";
import type { WallFile } from "../wall-files.ts";

export function addWall(app: ApiServer, files: ReadonlyMap<string, WallFile>): void {
  const send = (request: FastifyRequest, reply: FastifyReply, name: string): FastifyReply => {
    const file = files.get(name);
    if (!file) throw refused("not-found", name);
    reply.header("etag", file.etag).header("cache-control", "no-cache");
    if (request.headers["if-none-match"] === file.etag) return reply.code(304).send();
    return reply.type(file.contentType).serializer(String).send(file.body);
  };
  app.get("/", { config: { entry: "page" }, schema: { hide: true } }, async (request, reply) =>
    send(request as FastifyRequest, reply as FastifyReply, "index.html"),
  );
  app.get(
    "/wall/:file",
    { config: { entry: "open" }, schema: { hide: true, params: z.object({ file: z.string() }) } },
    async (request, reply) => send(request as FastifyRequest, reply as FastifyReply, request.params.file),
  );
}
