// GET /labels: the sheets of labels for whoever is logged in, one zone or a part of it at a time.

import QRCode from "qrcode";
import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { ApiServer } from "../api-server.ts";
import { labelsOf } from "../labelled.ts";
import { pageLanguage } from "../page-language.ts";
import { sendPage } from "../pages/html.ts";
import { type Label, labelsPage } from "../pages/labels-page.ts";
import { refused } from "../problem.ts";

/** Drawing codes takes time in which nothing else is answered. */
const perSheet = 120;

const asked = z.strictObject({
  zone: z.string().exactOptional(),
  part: z.coerce.number().int().min(1).default(1),
  lang: z.string().exactOptional(),
});

export type LabelSheets = {
  readonly view: GatewayView;
  /** The server key. */
  readonly key: Uint8Array;
  readonly publicUrl?: string;
};

export function addLabels(app: ApiServer, { view, key, publicUrl }: LabelSheets): void {
  app.get(
    "/labels",
    { config: { entry: "page" }, schema: { hide: true, querystring: asked } },
    async (request, reply) => {
      const { zone: id, part, lang } = request.query;
      const { zones, name, language } = view.site;
      const zone = id === undefined ? zones[0] : zones.find((each) => each.id === id);
      if (!zone) throw refused("unknown-zone", id);
      const all = labelsOf(view, key, zone);
      const parts = Math.ceil(all.length / perSheet);
      const base = publicUrl?.replace(/\/+$/, "") ?? `${request.protocol}://${request.headers.host}`;
      const labels: Label[] = [];
      for (const labelled of all.slice((part - 1) * perSheet, part * perSheet)) {
        const link = `${base}/r/${labelled.code}`;
        const svg = await QRCode.toString(link, { type: "svg", errorCorrectionLevel: "M", margin: 2 });
        labels.push({ ...labelled, link, qr: { html: svg } });
      }
      const sheets = zones.flatMap((each) => {
        const isHere = each.id === zone.id;
        const link = `/labels?zone=${encodeURIComponent(each.id)}`;
        return Array.from({ length: isHere ? parts : 1 }, (_, index) => ({
          link: index === 0 ? link : `${link}&part=${index + 1}`,
          name: parts > 1 && isHere ? { en: `${each.name.en} ${index + 1}`, zh: each.name.zh } : each.name,
          isThis: isHere && index + 1 === part,
        }));
      });
      return sendPage(
        reply,
        200,
        labelsPage({
          language: pageLanguage(lang, request.headers["accept-language"], language),
          place: name,
          labels,
          sheets,
          isLocal: publicUrl === undefined,
        }),
      );
    },
  );
}
