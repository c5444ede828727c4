// Refusals on the wire: RFC 9457 problem documents with a stable code and the sentence in both languages.

import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { ErrorCode } from "../model/error-code.ts";
import { errorTable } from "../model/error-code.ts";
import type { Refusal } from "../model/result.ts";
import type { Text } from "../model/text.ts";
import type { Log } from "./log.ts";
import { type Known, refusalWords } from "./refusal-words.ts";
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
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** An error to throw from a route: it becomes the problem document of that code. */
export const refused = (code: ErrorCode, detail?: string | Text): Error =>
  new Refused(detail === undefined ? { code } : { code, detail });

/** The document of a code. `detail` says what exactly: whole sentences, or what refusal-words.ts makes some of. */
export function problem(
  code: ErrorCode,
  detail?: string | Text,
  { errors, site }: { readonly errors?: readonly FieldProblem[]; readonly site?: Known } = {},
): Problem {
  const { status, title } = errorTable[code];
  const said = detail === undefined ? undefined : refusalWords(code, detail, site);
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

/** What the server itself could not read, before any route: its own words stand behind ours. */
function unreadable({ code, message }: { readonly code?: string; readonly message: string }): Text {
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE")
    return {
      en: "content-type: application/json is expected here.",
      zh: "content-type：此处应为 application/json。",
    };
  if (code === undefined) {
    const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
    const place = line === undefined ? "" : `（第 ${line} 行第 ${column} 列）`;
    return {
      en: `body: this is not JSON (${message}). Check quotes, commas and brackets.`,
      zh: `body：内容不是有效的 JSON${place}，请检查引号、逗号和括号是否完整。`,
    };
  }
  return {
    en: `The request could not be read: ${message}. Check its address, headers and length.`,
    zh: `请求无法读取，请检查地址、请求头和长度。服务器原文：${message}`,
  };
}

/** The document of what a route threw; undefined: a surprise of ours. */
function problemOf(error: FastifyError | Error, request: FastifyRequest, site: Known): Problem | undefined {
  if (error instanceof Refused) return problem(error.refusal.code, error.refusal.detail, { site });
  if (isInvalid(error)) return problem("bad-request", error.summary, { errors: error.fields });
  const status = "statusCode" in error ? error.statusCode : undefined;
  if (status === 413) {
    const { bodyLimit = usualLimit } = request.routeOptions;
    const most = bodyLimit >= 1024 ** 2 ? `${Math.floor(bodyLimit / 1024 ** 2)} MiB` : `${bodyLimit / 1024} KiB`;
    return problem("too-large", { en: `A request here may hold ${most}.`, zh: `此处请求体不得超过 ${most}。` });
  }
  if (status !== undefined && status >= 400 && status < 500) return problem("bad-request", unreadable(error));
  return undefined;
}

/** How a browser is told; others get the document itself. */
export type PageProblem = (request: FastifyRequest, reply: FastifyReply, document: Problem) => FastifyReply;

/**
 * Turns whatever a route threw into its document; only surprises are logged, never the request's headers or query.
 * @param site whose people and zones a refusal may name
 * @param asPage for pages that a browser asked for
 */
export const createErrorHandler =
  (log: Log, site: Known, asPage: PageProblem) =>
  (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const known = problemOf(error, request, site);
    if (!known) log.error({ route: request.routeOptions.url, method: request.method, err: error }, "a request failed");
    const document = known ?? problem("internal");
    const { entry } = request.routeOptions.config;
    const wantsPage = entry === "page" && (request.headers.accept?.includes("text/html") ?? false);
    return wantsPage ? asPage(request, reply, document) : sendProblem(reply, document);
  };
