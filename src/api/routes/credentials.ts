// /api/v1/credentials: the names that devices and readers log in to the broker with; a secret is in the answer that makes it, and nowhere else.

import { z } from "zod";
import type { ErrorCode } from "../../model/error-code.ts";
import { isoInstant } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { pagingInput } from "../inputs.ts";
import { pageOf } from "../page.ts";
import { refused } from "../problem.ts";
import * as schemas from "../schemas.ts";

type Stored = {
  readonly id: string;
  readonly type: "device" | "source" | "reader" | "gateway";
  /** Epoch ms. */
  readonly createdAt: number;
};
type Acted<T> =
  | { readonly ok: true; readonly value: readonly T[] }
  | { readonly ok: false; readonly refusals: readonly { readonly id: string; readonly code: ErrorCode }[] };

/** What the API may do with credentials. What it changes takes effect at once, live connections included. */
export type CredentialPort = {
  readonly list: () => readonly Stored[];
  readonly add: (ids: readonly string[], type: "device" | "reader") => Acted<Stored & { readonly secret: string }>;
  readonly rotate: (ids: readonly string[]) => Acted<Stored & { readonly secret: string }>;
  readonly revoke: (ids: readonly string[]) => Acted<string>;
};

const path = "/api/v1/credentials";
const params = z.object({ id: z.string() });
const asked = z.strictObject(pagingInput);
const wanted = z.strictObject({
  id: z.string().trim().min(1).max(63),
  type: z.enum(["device", "reader"]).default("device"),
});

const json = ({ id, type, createdAt }: Stored) => ({ id, type, createdAt: isoInstant(createdAt) });

/** The one that was asked for. @throws the refusal. */
function only<T>(acted: Acted<T>): T {
  if (acted.ok) return acted.value[0] as T;
  const [first] = acted.refusals;
  throw refused(first?.code ?? "internal", first?.id);
}

export function addCredentials(app: ApiServer, port: CredentialPort): void {
  const tags = ["credentials"];
  app.get(
    path,
    {
      schema: {
        summary: "Credentials, without secrets 凭证（不含密码）",
        tags,
        querystring: asked,
        response: { 200: schemas.pageOf(schemas.credential) },
      },
    },
    async ({ query }) => pageOf(port.list(), query, { key: ({ id }) => id, keep: () => true, json }),
  );
  app.post(
    path,
    {
      schema: {
        summary: "Add a credential; its secret is shown once 新增凭证，密码仅显示一次",
        tags,
        body: wanted,
        response: { 201: schemas.issuedCredential },
      },
    },
    async ({ body }, reply) => {
      const { secret, ...made } = only(port.add([body.id], body.type));
      return reply
        .code(201)
        .header("location", `${path}/${made.id}`)
        .send({ ...json(made), secret });
    },
  );
  app.post(
    `${path}/:id/rotate`,
    {
      schema: {
        summary: "Give it another secret and cut its connections 更换密码并断开其连接",
        tags,
        params,
        response: { 200: schemas.issuedCredential },
      },
    },
    async ({ params: { id } }) => {
      const { secret, ...made } = only(port.rotate([id]));
      return { ...json(made), secret };
    },
  );
  app.delete(
    `${path}/:id`,
    {
      schema: {
        summary: "Revoke it and cut its connections 吊销并断开其连接",
        tags,
        params,
        response: { 204: z.undefined() },
      },
    },
    async ({ params: { id } }, reply) => {
      only(port.revoke([id]));
      return reply.code(204).send();
    },
  );
}
