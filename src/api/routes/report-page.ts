// GET and POST /r/{code}: whoever stands before a labelled thing reports on it without a login, on a phone, without a script. Staff check in (check-in.ts).

import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { Language } from "../../model/text.ts";
import type { Ticket } from "../../model/ticket.ts";
import type { ApiServer } from "../api-server.ts";
import type { Attach } from "../attach.ts";
import { clientAddress } from "../client-address.ts";
import type { Door } from "../door.ts";
import { type Emergency, emergencyOf } from "../emergency.ts";
import { isOfType, largestFile, photoTypes } from "../file-type.ts";
import { formToken, judgeFormToken, untilGood } from "../form-token.ts";
import { findLabelled, type Labelled } from "../labelled.ts";
import { pageLanguage } from "../page-language.ts";
import { sendPage } from "../pages/html.ts";
import { donePage, formPage, unknownPage, type Written } from "../pages/report-page.ts";
import { type FormRefusal, limits } from "../pages/report-words.ts";
import { createRateLimit } from "../rate-limit.ts";
import { type Form, readForm } from "../read-form.ts";
import { createReportDesk } from "../report-desk.ts";
import { addCheckIn } from "./check-in.ts";

const minute = 60_000;
const hour = 60 * minute;
/** Bodies of strangers in memory at once. */
const mostBodies = 6;
/** Below it the disk is for the gateway's own work: photos of strangers are not kept. */
const leastFree = 1024 ** 3;

const word = z.string().exactOptional();
const asking = z.object({ lang: word, report: word, done: word });

export type ReportPages = {
  readonly view: GatewayView;
  /** The server key. */
  readonly key: Uint8Array;
  /** Whoever is logged in and stands before a watched area checks in there. */
  readonly door: Door;
  /** Missing: no photos. */
  readonly attach?: Attach;
};

const clean = (written: string): string =>
  written
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();
const statusOf = (refusal: FormRefusal): number =>
  (({ tooMany: 429, busy: 503, failed: 503, tooLarge: 413 }) as Partial<Record<FormRefusal, number>>)[refusal] ?? 422;

/** What is wrong with the words; undefined: nothing. */
function faultOf({ text, name, phone }: Written): FormRefusal | undefined {
  if (text.length < 2 || text.length > limits.text) return "empty";
  if (name.length > limits.name || phone.length > limits.phone) return "tooLong";
  return phone !== "" && !/^[+\d][\d ()-]{4,}$/.test(phone) ? "badPhone" : undefined;
}

/** The words are fixed, and a phone that is none does not keep help away. */
const inEmergency = (emergency: Emergency, written: Written): Written => {
  const told = { ...written, text: emergency.report };
  return faultOf(told) === "badPhone" ? { ...told, phone: "" } : told;
};

function faultOfPhoto({ file }: Form): FormRefusal | undefined {
  if (!file) return undefined;
  if (file.bytes.length > largestFile) return "tooLarge";
  return photoTypes.includes(file.type) && isOfType(file.bytes, file.type) ? undefined : "badPhoto";
}

export function addReportPages(app: ApiServer, { view, key, attach, door }: ReportPages): void {
  const showCheckIn = addCheckIn(app, { view, key, door });
  const takeReport = createReportDesk(view);
  const perAddress = createRateLimit([
    { count: 5, within: 10 * minute },
    { count: 30, within: 24 * hour },
  ]);
  const perLabel = createRateLimit([{ count: 20, within: hour }]);
  const perSite = createRateLimit([{ count: 300, within: hour }]);
  /** Forms sent, good or not: their bodies cost memory before they can be judged. */
  const attempts = createRateLimit([{ count: 40, within: 10 * minute }]);
  const site = view.site.id;
  let bodies = 0;

  const language = (request: FastifyRequest, asked?: string): Language =>
    pageLanguage(asked, request.headers["accept-language"], view.site.language);
  const asked = (request: FastifyRequest): string | undefined => (request.query as { lang?: string }).lang;
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    labelled: Labelled,
    more: { lang?: string; written?: Written; refusal?: FormRefusal; token?: string } = {},
  ): FastifyReply => {
    const { lang = asked(request), refusal, written, token = formToken(key, labelled.code, view.now()) } = more;
    const emergency = emergencyOf(view.site, labelled.deviceKind);
    if (refusal === "tooMany" || refusal === "busy") reply.header("retry-after", refusal === "busy" ? "30" : "600");
    const page = formPage({
      language: language(request, lang),
      place: view.site.name,
      labelled,
      token,
      withPhoto: attach !== undefined,
      ...(emergency && { emergency }),
      ...(written && { written }),
      ...(refusal && { refusal }),
    });
    return sendPage(reply, refusal ? statusOf(refusal) : 200, page);
  };
  const codeOf = (request: FastifyRequest): string => (request.params as { code: string }).code;

  /** Keeps the photo with the ticket. False: it is lost, the report is not. */
  const keepPhoto = async (ticket: Ticket, { file }: Form): Promise<boolean> => {
    if (!file) return true;
    if (!attach || view.measures().diskFree < leastFree) return false;
    return (await attach(ticket.id, file, { by: "resident", admin: true })).ok;
  };
  /** What people report opens as minor, whatever its row; the act stands in the ticket's log. The report stays where it is refused. */
  const makeCritical = async ({ id, severity }: Ticket): Promise<void> => {
    if (severity === "critical") return;
    await view.act({ do: "reclassify", ticket: id, by: "resident", admin: true, now: { severity: "critical" } });
  };
  const dueText = ({ clocks }: Ticket, spoken: Language): string | undefined => {
    const due = clocks.find(({ milestone }) => milestone === "respond")?.dueAt;
    const format = new Intl.DateTimeFormat(spoken === "zh" ? "zh-CN" : "en-GB", {
      timeZone: view.site.timezone,
      dateStyle: "medium",
      timeStyle: "short",
    });
    return due === undefined ? undefined : format.format(due);
  };

  app.register(async (scope) => {
    const pages = scope as ApiServer;
    pages.addContentTypeParser("multipart/form-data", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    // A photo that is too large, or a body that is no form of ours: the page says so, as it says everything else.
    pages.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      const labelled = findLabelled(view, key, codeOf(request));
      const status = error.statusCode ?? 500;
      if (!labelled || status >= 500) throw error;
      return show(request, reply, labelled, { refusal: status === 413 ? "tooLarge" : "forged" });
    });
    pages.get(
      "/r/:code",
      {
        config: { entry: "open" },
        schema: { hide: true, querystring: asking },
      },
      async (request, reply) => {
        const labelled = findLabelled(view, key, codeOf(request));
        if (!labelled) return sendPage(reply, 404, unknownPage(language(request, asked(request))));
        return showCheckIn(request, reply, labelled) ?? show(request, reply, labelled);
      },
    );
    pages.post(
      "/r/:code",
      {
        config: { entry: "open" },
        schema: { hide: true },
        bodyLimit: largestFile + 64 * 1024,
        // Judged before the body is read.
        async onRequest(request, reply) {
          const labelled = findLabelled(view, key, codeOf(request));
          if (!labelled) return sendPage(reply, 404, unknownPage(language(request)));
          const address = clientAddress(request.raw);
          if (!attempts.allows(address, view.now())) return show(request, reply, labelled, { refusal: "tooMany" });
          attempts.add(address, view.now());
          if (bodies >= mostBodies) return show(request, reply, labelled, { refusal: "busy" });
          bodies += 1;
          reply.raw.once("close", () => {
            bodies -= 1;
          });
        },
      },
      async (request, reply) => {
        const labelled = findLabelled(view, key, codeOf(request)) as Labelled;
        const body: unknown = request.body;
        const type = request.headers["content-type"] ?? "";
        const form = body instanceof Uint8Array ? await readForm(body, type, "photo") : undefined;
        if (!form) return show(request, reply, labelled, { refusal: "forged" });
        const now = view.now();
        const lang = form.text("lang");
        const written: Written = {
          text: clean(form.text("text")),
          name: clean(form.text("name")),
          phone: clean(form.text("phone")),
        };
        const token = form.text("token");
        const offered = emergencyOf(view.site, labelled.deviceKind);
        const emergency = form.text("emergency") === "" ? undefined : offered;
        const again = (refusal: FormRefusal): FastifyReply =>
          // The token goes on ageing: whoever was too fast need not wait anew.
          show(request, reply, labelled, { lang, written, refusal, ...(refusal === "tooFast" && { token }) });

        const age = judgeFormToken(key, labelled.code, token, now);
        if (age === "tooFast" && emergency) await sleep(untilGood(token, now));
        else if (age !== "good") return again(age);
        if (form.text("website") !== "") return again("trap");
        const told = emergency ? inEmergency(emergency, written) : written;
        const wrong = faultOf(told) ?? faultOfPhoto(form);
        if (wrong) return again(wrong);
        const address = clientAddress(request.raw);
        if (!perAddress.allows(address, now) || !perLabel.allows(labelled.code, now)) return again("tooMany");
        if (!perSite.allows(site, now)) return again("busy");
        perAddress.add(address, now);
        perLabel.add(labelled.code, now);
        perSite.add(site, now);

        const answer = await takeReport(labelled, told, emergency?.sla);
        if (!answer.ok) return again("failed");
        const { ticket, isKnown } = answer.value;
        if (emergency && !isKnown) await makeCritical(ticket);
        const spoken = language(request, lang);
        const page = donePage({
          language: spoken,
          place: view.site.name,
          labelled,
          ticket: ticket.id,
          isKnown,
          row: view.site.sla[ticket.sla],
          respondBy: dueText(ticket, spoken),
          hasPhone: told.phone !== "",
          ...(emergency && { emergency }),
          photoLost: !isKnown && !(await keepPhoto(ticket, form)),
        });
        return sendPage(reply, isKnown ? 200 : 201, page);
      },
    );
  });
}
