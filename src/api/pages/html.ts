// Pages written by the server: escaping, and the frame they share. Their styles are let in by a nonce of the page's own.

import { randomBytes } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { Language } from "../../model/text.ts";

/** A piece of HTML that is safe as it stands. */
export type Html = { readonly html: string };

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeText = (written: string): string => written.replace(/[&<>"']/g, (one) => entities[one] ?? "");

type Part = string | Html | readonly Html[] | false | undefined;

/** Template tag: texts are escaped, pieces of HTML and lists of them stand as they are, false and undefined are left out. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const written = (part: Part): string => {
    if (part === undefined || part === false) return "";
    if (typeof part === "string") return escapeText(part);
    return "html" in part ? part.html : part.map(({ html }) => html).join("");
  };
  return { html: fixed.reduce((all, piece, index) => `${all}${written(parts[index - 1])}${piece}`) };
}

export type Page = {
  readonly language: Language;
  readonly title: string;
  readonly css: string;
  readonly body: Html;
};

/** Sends the page with a policy under which no script runs, and only its own style counts. */
export function sendPage(reply: FastifyReply, status: number, { language, title, css, body }: Page): FastifyReply {
  const nonce = randomBytes(16).toString("base64");
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style nonce="${nonce}">${{ html: css }}</style>
</head>
<body>${body}</body>
</html>
`;
  return reply
    .code(status)
    .header(
      "content-security-policy",
      `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
    .header("x-robots-tag", "noindex")
    .type("text/html; charset=utf-8")
    .serializer(String)
    .send(page.html);
}
