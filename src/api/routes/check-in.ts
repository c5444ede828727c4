// GET /r/{code} of a watched area for whoever is logged in, and POST /r/{code}/check-in: the round that its open blind-spot ticket asks for.

import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { areaKind } from "../../model/installed.ts";
import type { Text } from "../../model/text.ts";
import type { Ticket } from "../../model/ticket.ts";
import type { ApiServer } from "../api-server.ts";
import type { Door } from "../door.ts";
import { findLabelled, type Labelled } from "../labelled.ts";
import { pageLanguage } from "../page-language.ts";
import { checkInPage } from "../pages/check-in-page.ts";
import { checkInWords } from "../pages/check-in-words.ts";
import { sendPage } from "../pages/html.ts";
import { unknownPage } from "../pages/report-page.ts";
import { problem } from "../problem.ts";

const open: readonly Ticket["state"][] = ["open", "dispatched", "accepted", "onSite"];
const whoCookie = "anju_by";
const ninetyDays = 90 * 86_400;

const sent = z.strictObject({
  by: z.string().trim().max(200).default(""),
  note: z.string().trim().max(1000).default(""),
  lang: z.string().exactOptional(),
});

export type CheckIns = {
  readonly view: GatewayView;
  /** The server key. */
  readonly key: Uint8Array;
  readonly door: Door;
};

/** Answers the page for staff; undefined where the label is no area's, or the reader is not logged in or wants to report. */
export type ShowCheckIn = (
  request: FastifyRequest,
  reply: FastifyReply,
  labelled: Labelled,
) => FastifyReply | undefined;

export function addCheckIn(app: ApiServer, { view, key, door }: CheckIns): ShowCheckIn {
  const ticketOf = (area: string): Ticket | undefined =>
    view
      .tickets()
      .findLast(({ asset, fault, state }) => asset === area && fault === "blindSpot" && open.includes(state));
  const languageOf = (request: FastifyRequest, lang?: string) =>
    pageLanguage(lang, request.headers["accept-language"], view.site.language);

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    labelled: Labelled,
    more: { readonly lang?: string; readonly by?: string; readonly done?: boolean; readonly refusal?: Text },
  ): FastifyReply {
    const remembered = new RegExp(`(?:^|; *)${whoCookie}=([^;]*)`).exec(request.headers.cookie ?? "")?.[1];
    const { lang, by = remembered, done, refusal } = more;
    const page = checkInPage({
      site: view.site,
      language: languageOf(request, lang),
      labelled,
      ticket: ticketOf(labelled.id),
      by,
      now: view.now(),
      ...(done && { done }),
      ...(refusal && { refusal }),
    });
    return sendPage(reply, refusal ? 422 : 200, page);
  }

  app.post(
    "/r/:code/check-in",
    { config: { entry: "page" }, schema: { hide: true, params: z.object({ code: z.string() }), body: sent } },
    async (request, reply) => {
      const { by, note, lang } = request.body;
      const labelled = findLabelled(view, key, request.params.code);
      if (labelled?.deviceKind !== areaKind) return sendPage(reply, 404, unknownPage(languageOf(request, lang)));
      const again = (refusal: Text): FastifyReply =>
        show(request, reply, labelled, { by, refusal, ...(lang !== undefined && { lang }) });
      if (by === "") return again(checkInWords.chooseWho);
      const ticket = ticketOf(labelled.id);
      if (!ticket) return again(checkInWords.noTicket);
      const said = { do: "check-in", ticket: ticket.id, by, byLabel: true, ...(note !== "" && { note }) } as const;
      const answer = await view.act(said);
      if (!answer.ok) {
        const { text, detail, detailZh } = problem(answer.code, answer.detail, { site: view.site });
        return again({ en: detail ?? text.en, zh: detailZh ?? text.zh });
      }
      // Whoever loads the page again does not check in again.
      const back = `/r/${labelled.code}?done=yes&lang=${languageOf(request, lang)}`;
      return reply
        .header("set-cookie", `${whoCookie}=${by}; Max-Age=${ninetyDays}; Path=/r; HttpOnly; SameSite=Strict`)
        .redirect(back, 303);
    },
  );

  return (request, reply, labelled) => {
    const { lang, report, done } = request.query as { lang?: string; report?: string; done?: string };
    if (labelled.deviceKind !== areaKind || report !== undefined || !door.mayEnter(request.raw)) return undefined;
    return show(request, reply, labelled, { done: done !== undefined, ...(lang !== undefined && { lang }) });
  };
}
