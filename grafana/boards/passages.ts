// Who went through the gates and who was turned away: for every kind that tells of passages.

import { text } from "../../src/model/text.ts";
import type { Row } from "../board.ts";
import { arranged, atMost, column, sorted } from "../columns.ts";
import { chosen, readingsOrMeans, table } from "../influxql.ts";
import type { Say } from "../language.ts";
import { toWall } from "../links.ts";
import { mapped, type Renamed } from "../mappings.ts";
import { amounts, rows } from "../panels.ts";

const gates = chosen("site", "zone", "device");
/** The hours have their number of passages beside the means, which say nothing of them. */
const counted = (means: boolean): string => (means ? `"sum_count"` : `"count"`);
const results = (say: Say): Renamed => [
  ["granted", say(text("granted", "放行"))],
  ["denied", say(text("denied", "拒绝"))],
];

export const passageRows = (say: Say): readonly Row[] => [
  { heading: say(text("Passages", "通行")) },
  {
    height: 8,
    panels: [
      [
        16,
        amounts({
          title: say(text("Passages, by their result", "通行次数（按结果）")),
          ask: readingsOrMeans(
            (_, when, means) =>
              `SELECT sum(${counted(means)}) FROM "passage" WHERE ${when}${gates} GROUP BY time($__interval), "result" fill(none)`,
            { alias: "$tag_result" },
          ),
          names: results(say),
          interval: "15m",
          links: [toWall(say)],
        }),
      ],
      [
        8,
        rows({
          title: say(text("By method", "通行方式")),
          ask: readingsOrMeans(
            (_, when, means) =>
              `SELECT sum(${counted(means)}) AS "count" FROM "passage" WHERE ${when}${gates} GROUP BY "method", "result"`,
            { as: table },
          ),
          turn: [{ id: "merge", options: {} }, sorted("count"), atMost(20), arranged(["method", "result", "count"])],
          columns: [
            column("method", {
              title: say(text("Method", "方式")),
              mappings: mapped({
                card: { text: say(text("card", "刷卡")) },
                face: { text: say(text("face", "人脸")) },
                qr: { text: say(text("QR code", "二维码")) },
                plate: { text: say(text("number plate", "车牌")) },
                remote: { text: say(text("remote", "远程")) },
                button: { text: say(text("button", "按钮")) },
              }),
            }),
            column("result", {
              title: say(text("Result", "结果")),
              mappings: mapped(Object.fromEntries(results(say).map(([code, shown]) => [code, { text: shown }]))),
            }),
            column("count", { title: say(text("Passages", "次数")), width: 100, decimals: 0 }),
          ],
          links: [toWall(say)],
        }),
      ],
    ],
  },
];
