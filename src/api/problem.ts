// Refusals on the wire: RFC 9457 problem documents with a stable code and the sentence in both languages.

import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { ErrorCode } from "../model/error-code.ts";
import { errorTable } from "../model/error-code.ts";
import type { Refusal } from "../model/result.ts";
import type { Text } from "../model/text.ts";
import type { Log } from "./log.ts";
import type { FieldProblem } from "./validation.ts";
import { isInvalid } from "./validation.ts";

/** Bytes of a request's body, where its route says nothing else. */
export const usualLimit = 256 * 1024;

export type Problem = {
  readonly type: string;
  /** English, as RFC 9457 asks for a string. */
  readonly title: string;
  readonly titleZh: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly text: Text;
  readonly detail?: string;
  readonly detailZh?: string;
  readonly errors?: readonly FieldProblem[];
};

/** What a route throws to refuse: carried to the error handler, which writes the document. */
class Refused extends Error {
  readonly refusal: Refusal;
  readonly detail: Text | undefined;
  constructor(refusal: Refusal, detail?: Text) {
    super(refusal.detail ?? refusal.code);
    this.refusal = refusal;
    this.detail = detail;
  }
}

/** An error to throw from a route: it becomes the problem document of that code. */
export const refused = (code: ErrorCode, detail?: string | Text): Error =>
  typeof detail === "string" || detail === undefined
    ? new Refused(detail === undefined ? { code } : { code, detail })
    : new Refused({ code, detail: detail.en }, detail);

/** The document of a code. `detail` says what exactly, in both languages where it is ours to say. */
export function problem(code: ErrorCode, detail?: string | Text, errors?: readonly FieldProblem[]): Problem {
  const { status, title } = errorTable[code];
  const said = typeof detail === "string" ? { en: detail, zh: detail } : detail;
  return {
    type: `urn:anju:problem:${code}`,
    title: title.en,
    titleZh: title.zh,
    status,
    code,
    text: title,
    ...(said && { detail: said.en, detailZh: said.zh }),
    ...(errors && { errors }),
  };
}

export const sendProblem = (reply: FastifyReply, document: Problem): FastifyReply => {
  if (document.code === "unauthorized") reply.header("www-authenticate", 'Bearer realm="anju"');
  return reply.code(document.status).type("application/problem+json").serializer(JSON.stringify).send(document);
};

/** Turns whatever a route threw into its document; only surprises are logged, never the request's headers or query. */
export const createErrorHandler =
  (log: Log) =>
  (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error instanceof Refused)
      return sendProblem(reply, problem(error.refusal.code, error.detail ?? error.refusal.detail));
    if (isInvalid(error)) return sendProblem(reply, problem("bad-request", error.summary, error.fields));
    const status = "statusCode" in error ? error.statusCode : undefined;
    if (status === 413) {
      const { bodyLimit = usualLimit } = request.routeOptions;
      const most = bodyLimit >= 1024 ** 2 ? `${Math.floor(bodyLimit / 1024 ** 2)} MiB` : `${bodyLimit / 1024} KiB`;
      return sendProblem(
        reply,
        problem("too-large", { en: `A request here may hold ${most}.`, zh: `此处请求体不得超过 ${most}。` }),
      );
    }
    if (status !== undefined && status >= 400 && status < 500)
      return sendProblem(reply, problem("bad-request", error.message));
    log.error({ route: request.routeOptions.url, method: request.method, err: error }, "a request failed");
    return sendProblem(reply, problem("internal"));
  };
