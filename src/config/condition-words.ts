// A rule as people read it, in both languages: used by the page of device kinds, so that what is documented is what is judged.

import type { Condition, Limit } from "../model/condition.ts";
import { type Text, text } from "../model/text.ts";

const code = (name: string): string => `\`${name}\``;
/** A parameter of the site stands in italics. */
const turned = (value: number | string): string => `*${value}*`;
const both = (same: string): Text => text(same, same);
const signs = { above: ">", atLeast: "≥", below: "<", atMost: "≤" } as const;

/** A limit in symbols: `*20*`, or `30 % × rated.power × dimming`. */
function limitWords(limit: Limit): string {
  if (typeof limit === "number") return String(limit);
  if ("limit" in limit) return turned(limit.limit);
  const { share, of, scaledBy } = limit;
  const rated = of.rated === undefined ? undefined : code(`rated.${of.rated}`);
  const point = of.point === undefined ? undefined : code(of.point);
  const base = point && rated ? `(${point} / ${rated})` : (point ?? rated ?? "");
  return `${Math.round(share * 1000) / 10} % × ${base}${scaledBy === undefined ? "" : ` × ${code(scaledBy)}`}`;
}

const matching = (where: Readonly<Record<string, string>>): string =>
  Object.entries(where)
    .map(([field, value]) => `${code(field)} = ${value}`)
    .join(", ");

const unreported = (said: string, holds: boolean | undefined): Text =>
  holds ? text(`${said} or not reported`, `${said} 或未上报`) : both(said);

function joined(parts: readonly Condition[], en: string, zh: string, inner: "all" | "any"): Text {
  const texts = parts.map((part) => {
    const said = conditionWords(part);
    return part.op === inner ? text(`(${said.en})`, `（${said.zh}）`) : said;
  });
  return text(texts.map((each) => each.en).join(en), texts.map((each) => each.zh).join(zh));
}

/** One condition as a phrase; points and states stand by the names they have in messages. */
export function conditionWords(condition: Condition): Text {
  switch (condition.op) {
    case "above":
    case "atLeast":
    case "below":
    case "atMost": {
      const point = condition.absolute ? `|${code(condition.point)}|` : code(condition.point);
      return unreported(`${point} ${signs[condition.op]} ${limitWords(condition.limit)}`, condition.orUnreported);
    }
    case "is":
      return unreported(`${code(condition.point)} = ${condition.values.join(" / ")}`, condition.orUnreported);
    case "isNot":
      return both(`${code(condition.point)} ≠ ${condition.values.join(" / ")}`);
    case "offBy": {
      const by = turned(condition.limit.limit);
      return text(
        `${code(condition.point)} off the registered ${condition.fact} by > ${by}°`,
        `${code(condition.point)} 偏离登记值（${condition.fact}）> ${by}°`,
      );
    }
    case "risesBy": {
      const by = turned(condition.limit.limit);
      return text(
        `${code(condition.point)} rises by > ${by} within ${condition.within}`,
        `${code(condition.point)} 在 ${condition.within} 内增加 > ${by}`,
      );
    }
    case "steady":
      return text(
        `${code(condition.point)} has not risen for ${condition.for}`,
        `${code(condition.point)} 已有 ${condition.for} 未增加`,
      );
    case "crosses": {
      const times = turned(condition.times.limit);
      const level = limitWords(condition.level);
      return text(
        `${code(condition.point)} crosses ${level} ≥ ${times} times within ${condition.within}`,
        `${code(condition.point)} 在 ${condition.within} 内穿越 ${level} ≥ ${times} 次`,
      );
    }
    case "becomes": {
      const times = turned(condition.times.limit);
      return text(
        `${code(condition.point)} became ${condition.value} ≥ ${times} times within ${condition.within}`,
        `${code(condition.point)} 在 ${condition.within} 内变为 ${condition.value} ≥ ${times} 次`,
      );
    }
    case "count": {
      const { event, where, resetBy, within } = condition;
      const times = turned(condition.times.limit);
      const reset = resetBy && matching(resetBy);
      return text(
        `≥ ${times} events ${code(event)} (${matching(where)}) within ${within}${reset ? `, none with ${reset} between` : ""}`,
        `${within} 内事件 ${code(event)}（${matching(where)}）≥ ${times} 次${reset ? `，其间无 ${reset}` : ""}`,
      );
    }
    case "youngerThan": {
      const age = turned(condition.period.period);
      return text(`${code(condition.point)} less than ${age} ago`, `${code(condition.point)} 距今不足 ${age}`);
    }
    case "inService":
      return text(`in service for ${turned(condition.period.period)}`, `投用已满 ${turned(condition.period.period)}`);
    case "fact":
      return both(`${code(`${condition.fact}: ${condition.value}`)}`);
    case "dark":
      return text("it is dark", "天黑");
    case "light":
      return text("it is light", "天亮");
    case "inProgram":
      return text(
        `inside its lighting program by ≥ ${condition.margin}`,
        `处于亮灯时段内且距两端 ≥ ${condition.margin}`,
      );
    case "outsidePrograms":
      return text(
        `outside every lighting program by ≥ ${condition.margin}`,
        `处于所有亮灯时段外且相距 ≥ ${condition.margin}`,
      );
    case "outsideOpenHours":
      return text(`outside ${code("openHours")}`, `在 ${code("openHours")} 之外`);
    case "held": {
      const of = conditionWords(condition.of);
      return text(`${of.en} for ${turned(condition.for)}`, `${of.zh} 持续 ${turned(condition.for)}`);
    }
    case "noPeer": {
      const of = conditionWords(condition.of);
      return text(
        `no other of the same ${code(condition.fact)} has ${of.en}`,
        `同一 ${code(condition.fact)} 的其他设备均不满足 ${of.zh}`,
      );
    }
    case "all":
      return joined(condition.of, " and ", " 且 ", "any");
    case "any":
      return joined(condition.of, " or ", " 或 ", "all");
  }
}
