// Why the desk refuses a silence, in whole sentences: which field, what is wrong with it, what to write instead. For check-silence.ts.

import type { SilenceKind, SilenceScope } from "../model/silence.ts";
import type { Role, Staff } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import { roleRefused } from "./refusal-words.ts";

const kindWords: Readonly<Record<SilenceKind, Text>> = {
  maintenance: text("maintenance", "计划检修"),
  test: text("test", "测试"),
  sensor: text("sensor", "传感器停用"),
};

export function beginRefused(person: Staff, kind: SilenceKind, roles: readonly Role[]): Text {
  const { en, zh } = kindWords[kind];
  return roleRefused(person, text(`begin a silence of kind ${en}`, `设置“${zh}”静默`), roles);
}

export function endRefused(person: Staff, kind: SilenceKind, roles: readonly Role[]): Text {
  const { en, zh } = kindWords[kind];
  return roleRefused(person, text(`end a silence of kind ${en}`, `结束“${zh}”静默`), roles);
}

const listed = { kinds: "设备类型", faults: "故障", severities: "级别" } as const;

export function unknownInScope(list: keyof typeof listed & keyof SilenceScope, id: string): Text {
  return text(
    `scope/${list}: this site knows no "${id}". The kinds and their faults are in docs/device-kinds.md; severities are critical, major and minor.`,
    `scope/${list}：本小区没有“${id}”这个${listed[list]}。设备类型与故障见 docs/device-kinds.md，级别为 critical、major、minor。`,
  );
}

export const scopeEmpty = text(
  "scope: name at least one zone, kind, device or fault, or some (not all) severities.",
  "scope：请至少指明一个片区、设备类型、设备或故障，或部分（而非全部）级别。",
);

export const nameDevice = (fault: string): Text =>
  text(
    `scope/faults: ${fault} threatens life or security and is silenced only where its device is named too; add it under scope/assets.`,
    `scope/faults：${fault} 涉及生命或安防，须同时指明设备才能静默，请在 scope/assets 中填写设备编号。`,
  );

export const testScope = text(
  "scope: a test covers one elevator and nothing else; name it under scope/assets.",
  "scope：测试只能针对一台电梯，请仅在 scope/assets 中填写该电梯编号。",
);
export const sensorScope = text(
  "scope: a silence for a sensor covers one fault of one device.",
  "scope：传感器停用只能针对一台设备的一项故障。",
);
export const kindRefused = (kind: string): Text =>
  text(
    `kind: "${kind}" cannot be begun here. Use maintenance or test; for a sensor that lies, restore the ticket with "cause": "sensor".`,
    `kind：此处不能设置“${kind}”。请使用 maintenance 或 test；传感器误报请在修复工单时填写 "cause": "sensor"。`,
  );

export const badFrom = text("from: an instant within the next 366 days is expected.", "from：应为 366 天以内的时刻。");
export const badUntil = text(
  "until: the end must lie after the beginning (from, or now).",
  "until：结束时刻须晚于开始时刻（from 或当前时间）。",
);
export const badWeekly = text(
  "weekly: days from 1 (Monday) to 7 and a window such as 22:00-06:00 are expected, with the kind maintenance and without untilRepaired.",
  "weekly：应填写 1（周一）至 7 的星期和 22:00-06:00 这样的时间段，且仅用于 maintenance，不可同时使用 untilRepaired。",
);
export const badUntilRepaired = text(
  "untilRepaired: only a silence of kind maintenance can end with the repair.",
  "untilRepaired：只有 maintenance（计划检修）静默可以修复即止。",
);
export const reasonMissing = text(
  "reason: say why faults are silenced; whoever takes over the shift reads it.",
  "reason：请填写静默原因，接班人员将会看到。",
);

const mostWords: Readonly<Record<SilenceKind, Text>> = {
  maintenance: text("31 days, or 366 days with weekly", "31 天，按周重复（weekly）的 366 天"),
  test: text("30 minutes", "30 分钟"),
  sensor: text("3 days", "3 天"),
};
export function tooLong(kind: SilenceKind): Text {
  const most = mostWords[kind];
  const { en, zh } = kindWords[kind];
  return text(
    `until: a silence of kind ${en} lasts at most ${most.en}. Choose an earlier end; it can be begun anew afterwards.`,
    `until：“${zh}”静默最长 ${most.zh}。请提前结束时刻，到期后可重新设置。`,
  );
}
