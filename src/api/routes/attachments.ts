// POST and GET /api/v1/tickets/{id}/attachments: pictures and papers that come with a ticket, as raw bodies.

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { ApiServer } from "../api-server.ts";
import { type Attach, attachmentsOf } from "../attach.ts";
import type { AttachmentStore } from "../attachment-store.ts";
import { fileTypes, isOfType, largestFile } from "../file-type.ts";
import { refused } from "../problem.ts";
import * as schemas from "../schemas.ts";

const path = "/api/v1/tickets/:id/attachments";
const asked = z.strictObject({
  name: z.string().trim().min(1).max(200).default("file"),
  by: z.string().trim().min(1).max(200).exactOptional(),
});

export type Attachments = {
  readonly view: GatewayView;
  readonly store: AttachmentStore;
  readonly attach: Attach;
};

/** RFC 6266: an ASCII name for old readers, the true one beside it. */
const disposition = (name: string): string => {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${name.replace(/[^\w. -]/g, "_")}"; filename*=UTF-8''${encoded}`;
};

export function addAttachments(app: ApiServer, { view, store, attach }: Attachments): void {
  // Of its own, so that no other route takes such bodies.
  app.register(async (scope) => {
    const files = scope as ApiServer;
    files.addContentTypeParser([...fileTypes], { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    files.addContentTypeParser("*", (_request, _body, done) =>
      done(
        refused("bad-request", {
          en: `content-type: one of ${fileTypes.join(", ")} is expected`,
          zh: `content-type：应为 ${fileTypes.join("、")} 之一`,
        }),
      ),
    );
    files.post(
      path,
      {
        bodyLimit: largestFile,
        schema: {
          summary: "Put a file to a ticket; the body is the file, at most 8 MiB 上传附件（请求体即文件）",
          tags: ["tickets"],
          params: z.object({ id: z.string() }),
          querystring: asked,
          response: { 201: schemas.attachment },
        },
      },
      async ({ params, query, body, headers }, reply) => {
        const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
        const bytes: unknown = body;
        if (!(bytes instanceof Uint8Array) || bytes.length === 0 || !isOfType(bytes, type))
          throw refused("bad-request", {
            en: `body: the bytes of a file of type ${fileTypes.join(", ")} are expected, and the content-type that fits them`,
            zh: `body：应为 ${fileTypes.join("、")} 文件的内容，且与 content-type 一致`,
          });
        const by = query.by === undefined ? ({ by: "admin", admin: true } as const) : { by: query.by };
        const answer = await attach(params.id, { name: query.name, type, bytes }, by);
        if (!answer.ok) throw refused(answer.code, answer.detail);
        const location = `/api/v1/tickets/${encodeURIComponent(params.id)}/attachments/${answer.value.id}`;
        return reply.code(201).header("location", location).send(answer.value);
      },
    );
  });
  app.get(
    `${path}/:attachment`,
    {
      schema: {
        summary: "A file of a ticket 下载附件",
        tags: ["tickets"],
        params: z.object({ id: z.string(), attachment: z.string() }),
      },
    },
    async ({ params }, reply) => {
      const ticket = view.ticket(params.id);
      if (!ticket) throw refused("unknown-ticket", params.id);
      const found = attachmentsOf(ticket).find(({ id }) => id === params.attachment);
      const bytes = found && (await store.read(found.id));
      if (!found || !bytes) throw refused("not-found", params.attachment);
      return reply
        .header("content-disposition", disposition(found.name))
        .header("content-security-policy", "default-src 'none'; sandbox")
        .type(found.type)
        .serializer((sent: unknown) => sent as string)
        .send(bytes as never);
    },
  );
}
