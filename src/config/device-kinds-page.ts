// docs/device-kinds.md as text: every kind's points, events, site settings and faults, read off the definitions that judge them.

import type {
  DeviceDefinition,
  EventField,
  FaultDefinition,
  OptionDefinition,
  Point,
} from "../model/device-definition.ts";
import { formatDuration } from "../model/duration.ts";
import { severities } from "../model/severity.ts";
import type { Text } from "../model/text.ts";
import { conditionWords } from "./condition-words.ts";
import { type DelaySpec, type FaultSpec, faultSpecs, type LimitSpec } from "./parameters.ts";

const preface = `# Device kinds · 设备类型

Made from \`devices/*.ts\` by \`npm run generate\`; do not edit by hand. 由 \`npm run generate\` 从 \`devices/*.ts\` 生成，请勿手改。

- A value outside a point's range is refused (\`bad-point\`): a range is what is physically possible, not what is healthy.
  超出范围的值会被拒绝；范围指物理上可能，而非健康与否。
- Values in *italics* are parameters of the site: \`limits\` and \`delays\` per kind, zone, maker or device.
  \`npm run anju -- explain DEVICE\` prints those in force. *斜体*为可在小区配置中调整的参数。
- A fault clears when the opposite has held for *clearAfter*. A latched fault stays until a person restores its ticket with an outcome.
  故障条件消失并保持 *clearAfter* 后清除；锁定类故障须由人员处置并注明结果。
- Every kind also has \`offline\` (nothing heard for *offlineAfter*: three times \`reportEvery\`, at least PT90S) and \`clockSkew\`
  (ten readings in a row more than PT5M ahead). 所有类型另有 \`offline\`（离线）与 \`clockSkew\`（时钟偏差）。
- A condition on a value that is not known neither opens nor clears a fault. 未知的值既不触发也不清除故障。
`;

const inCell = (cell: string): string => cell.replaceAll("|", "\\|").replaceAll("\n", " ");
const row = (cells: readonly string[]): string => `| ${cells.map(inCell).join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), `|${head.map(() => "---|").join("")}`, ...rows.map(row)].join("\n");
const bilingual = ({ en, zh }: Text): string => `${en} · ${zh}`;
const stacked = ({ en, zh }: Text): string => `${en}<br>${zh}`;

function valuesOf(point: Point): string {
  if (point.type === "bool") return "true / false";
  if (point.type === "instant") return "ISO 8601";
  if (point.type === "state")
    return Object.entries(point.states)
      .map(([name, { zh }]) => `\`${name}\` ${zh}`)
      .join(", ");
  const extra = [point.integer ? "integer 整数" : "", point.total ? "total 累计" : ""].filter((word) => word !== "");
  return [`${point.min} … ${point.max}`, ...extra].join(", ");
}

const unitOf = (point: Point): string => (point.type === "number" ? point.unit : "");

const fieldWords = (name: string, field: EventField): string =>
  `\`${name}\`${field.required ? "" : "?"}${field.type === "choice" ? `: ${field.values.join(" / ")}` : ""}`;

function optionValues(option: OptionDefinition): string {
  if (option.type === "choice") return `${option.values.join(" / ")}; default ${option.default}`;
  if (option.type === "bool") return `true / false; default ${option.default}`;
  if (option.type === "id") return option.default === undefined ? "id" : `id; default ${option.default}`;
  return 'daily times, such as ["07:00-09:00"]';
}

function opensWords({ opens, while: judged }: FaultDefinition): Text {
  const parts = opens.map(({ when, onDelay }) => {
    const { en, zh } = conditionWords(when);
    const inner = when.op === "any" || (when.op === "all" && onDelay !== undefined);
    const words = inner ? { en: `(${en})`, zh: `（${zh}）` } : { en, zh };
    return onDelay === undefined ? words : { en: `${words.en} for *${onDelay}*`, zh: `${words.zh} 持续 *${onDelay}*` };
  });
  const said = { en: parts.map(({ en }) => en).join("; or "), zh: parts.map(({ zh }) => zh).join("；或 ") };
  if (!judged) return said;
  const { en, zh } = conditionWords(judged);
  return { en: `While ${en}: ${said.en}`, zh: `仅当 ${zh} 时：${said.zh}` };
}

const delayWords = ({ name, default: value }: DelaySpec): string => `\`${name}\` ${formatDuration(value)}`;
const limitWords = ({ name, type, default: value, unit }: LimitSpec): string =>
  `\`${name}\` ${type === "duration" ? formatDuration(value) : value}${unit === "" ? "" : ` ${unit}`}`;

function faultRow(spec: FaultSpec, fault: FaultDefinition): readonly string[] {
  const clears = fault.clearsWhen && conditionWords(fault.clearsWhen);
  return [
    `\`${spec.fault}\`<br>${fault.label.en}<br>${fault.label.zh}`,
    `${spec.severity}<br>\`${spec.sla}\``,
    stacked(opensWords(fault)) + (clears ? `<br>Clears when ${clears.en}<br>${clears.zh} 时清除` : ""),
    spec.delays.map(delayWords).join("<br>"),
    spec.limits.map(limitWords).join("<br>"),
    fault.latched ? "latched 锁定" : "",
    (fault.hides ?? []).map((name) => `\`${name}\``).join(", "),
  ];
}

function kindSection(definition: DeviceDefinition): string {
  const { kind, label, points, events, rated, options, faults, offline, reportEvery } = definition;
  const worse = offline.worseWhen;
  const judged = offline.while && conditionWords(offline.while);
  const offlineLine = [
    `\`offline\`: ${offline.severity}, \`${offline.sla}\``,
    ...(worse
      ? [`${worse.severity}, \`${worse.sla}\` when last heard with ${conditionWords(worse.condition).en}`]
      : []),
    ...(judged ? [`judged only while ${judged.en}`] : []),
  ].join("; ");
  const rank = (fault: string): number => severities.indexOf(faults[fault]?.severity ?? "minor");
  const specs = faultSpecs(definition)
    .filter(({ fault }) => Object.hasOwn(faults, fault))
    .toSorted((a, b) => rank(a.fault) - rank(b.fault));
  const blocks = [
    `## ${kind} · ${bilingual(label)}`,
    `Reports every ${reportEvery} unless the site says otherwise. ${offlineLine}.`,
    `### Points · 测点`,
    table(
      ["point", "label · 名称", "unit · 单位", "values · 取值"],
      Object.entries(points).map(([name, point]) => [
        `\`${name}\``,
        bilingual(point.label),
        unitOf(point),
        valuesOf(point),
      ]),
    ),
    ...section("### Events · 事件", ["event", "label · 名称", "fields (? optional) · 字段"], events, (event) => [
      bilingual(event.label),
      Object.entries(event.fields)
        .map(([name, field]) => fieldWords(name, field))
        .join("; "),
    ]),
    ...section("### Rated values · 额定值 (`rated:`)", ["name", "label · 名称", "unit · 单位"], rated, (each) => [
      bilingual(each.label),
      each.unit,
    ]),
    ...section("### Options · 选项", ["option", "label · 名称", "values · 取值"], options, (option) => [
      bilingual(option.label),
      optionValues(option),
    ]),
    `### Faults · 故障`,
    table(
      ["fault · 故障", "severity, SLA row", "opens when · 条件", "delays", "limits", "", "hides · 隐藏"],
      specs.map((spec) => faultRow(spec, faults[spec.fault] as FaultDefinition)),
    ),
  ];
  return blocks.join("\n\n");
}

/** A headed table of named things; nothing where there are none. */
function section<T>(
  title: string,
  head: readonly string[],
  things: Readonly<Record<string, T>>,
  cells: (thing: T) => readonly string[],
): readonly string[] {
  const entries = Object.entries(things);
  if (entries.length === 0) return [];
  return [
    title,
    table(
      head,
      entries.map(([name, thing]) => [`\`${name}\``, ...cells(thing)]),
    ),
  ];
}

/** The whole page, Markdown, ending with a newline; the same definitions give the same bytes. */
export const deviceKindsPage = (definitions: Readonly<Record<string, DeviceDefinition>>): string =>
  `${[preface.trimEnd(), ...Object.values(definitions).map(kindSection)].join("\n\n")}\n`;
