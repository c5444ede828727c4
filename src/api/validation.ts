// Checks what comes in with zod, and says in both languages which fields are wrong. Plugged into fastify as its validator.

import type { FastifySchemaCompiler } from "fastify";
import type { ZodType } from "zod";
import type { Text } from "../model/text.ts";
import { issueText } from "./issue-words.ts";

/** One wrong field: where ("body/zone") and what, in both languages. */
export type FieldProblem = { readonly field: string; readonly text: Text };

class Invalid extends Error {
  readonly fields: readonly FieldProblem[];
  readonly summary: Text;
  constructor(fields: readonly FieldProblem[]) {
    super("invalid request");
    this.fields = fields;
    this.summary = {
      en: `${fields.map(({ field, text }) => `${field}: ${text.en}`).join("; ")}.`,
      zh: `${fields.map(({ field, text }) => `${field}：${text.zh}`).join("；")}。`,
    };
  }
}

export const isInvalid = (error: unknown): error is Invalid => error instanceof Invalid;

const where = { body: "body", querystring: "query", params: "path", headers: "header" } as const;

/** Fastify's validator: answers the parsed value, or an error that lists every field. */
export const compileValidator: FastifySchemaCompiler<ZodType> = ({ schema, httpPart }) => {
  const part = where[httpPart as keyof typeof where] ?? "request";
  return (data: unknown) => {
    const result = schema.safeParse(data, { reportInput: true });
    if (result.success) return { value: result.data };
    return {
      error: new Invalid(
        result.error.issues.map((issue) => ({
          field: [part, ...issue.path.map(String)].join("/"),
          text: issueText(issue),
        })),
      ),
    };
  };
};
