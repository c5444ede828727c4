// What the schema found wrong → problems with a place and a sentence in both languages.

import type { z } from "zod";
import { type Text, text } from "../model/text.ts";
import { listExample } from "./list-example.ts";
import { type Located, placeOf, placeOfKey } from "./located.ts";
import { withNearest } from "./nearest.ts";
import { error, type Path, type Problem, writePath } from "./problem.ts";
import { wideMark } from "./yaml-syntax.ts";

type Issue = z.core.$ZodIssue;
/** Something wrong at a path; `key`: the complaint is about the key at its end rather than its value. */
export type Finding = { readonly path: Path; readonly message: Text; readonly key?: boolean };

/** Everything the schema finds wrong with the value. Values themselves are named only where they cannot be secrets. */
export function schemaFindings(schema: z.ZodType, value: unknown): readonly Finding[] {
  const parsed = schema.safeParse(value, { reportInput: true, error: allowedKeys });
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => findingsOf(issue, []));
}

/** Findings as errors of a site file. */
export const placed = (findings: readonly Finding[], root: Located): readonly Problem[] =>
  findings.map(({ path, message, key }) => error((key ? placeOfKey : placeOf)(root, path), path, message));

/** An issue about unknown keys does not say which are known: its message carries them, parted by spaces. */
const allowedKeys: z.core.$ZodErrorMap = (issue) => {
  const definition = issue.inst?._zod.def as { readonly shape?: object } | undefined;
  return issue.code === "unrecognized_keys" ? Object.keys(definition?.shape ?? {}).join(" ") : undefined;
};

function findingsOf(issue: Issue, at: Path): readonly Finding[] {
  const path = [...at, ...(issue.path as Path)];
  const own = unpack(issue.message);
  if (own) return [{ path, message: own }];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...path, key], key: true, message: keyMessage(key, issue) }));
    case "invalid_union":
      return unionFindings(issue, path);
    case "invalid_key":
      return issue.issues
        .flatMap((inner) => findingsOf(inner, []))
        .map(({ message }) => ({ path, key: true, message }));
    case "invalid_type":
      return [{ path, message: typeMessage(issue.expected, issue.input, path) }];
    case "invalid_value":
      return [{ path, message: choiceMessage(issue.input, issue.values, path) }];
    case "too_small":
    case "too_big":
      return [{ path, message: sizeMessage(issue) }];
    default:
      return [{ path, message: text("is not valid", "无效") }];
  }
}

function unpack(message: string): Text | undefined {
  return message.startsWith("{") ? (JSON.parse(message) as Text) : undefined;
}

function keyMessage(key: string, { message }: Extract<Issue, { code: "unrecognized_keys" }>): Text {
  const unknown = text(`unknown key \`${key}\``, `未知的键 \`${key}\``);
  const cause = /[：，]/.test(key)
    ? wideMark
    : /^\d+$/.test(key)
      ? text("a decimal comma? Write 3.5, not 3,5", "是否用逗号作了小数点？应写 3.5，而不是 3,5")
      : undefined;
  if (cause) return text(`${unknown.en}: ${cause.en}`, `${unknown.zh}：${cause.zh}`);
  return withNearest(unknown, key, message.split(" "));
}

/** No branch fits: the complaint of the branch that was meant, or the list of what may stand here. */
function unionFindings(issue: Extract<Issue, { code: "invalid_union" }>, path: Path): readonly Finding[] {
  if ("discriminator" in issue && issue.discriminator !== undefined) {
    const input = issue.input as Record<string, unknown> | undefined;
    // An absent kind is an option of `defaults`, never one to write.
    const options = ((issue as { options?: readonly unknown[] }).options ?? []).filter(
      (option) => option !== undefined,
    );
    return [{ path, message: choiceMessage(input?.[issue.discriminator], options, path) }];
  }
  const wrongType = (inner: Issue) => inner.path.length === 0 && inner.code === "invalid_type";
  const meant = issue.errors.find((issues) => !issues.some(wrongType));
  if (meant) return meant.flatMap((inner) => findingsOf(inner, path));
  const expected = issue.errors.flat().flatMap((inner) => ("expected" in inner ? [inner.expected] : []));
  if (expected.includes("string") && expected.includes("object"))
    return [
      {
        path,
        message: text(
          "must be a text, or both languages: { en: …, zh: … }",
          "必须是文字，或两种语言：{ en: …, zh: … }",
        ),
      },
    ];
  return [{ path, message: text("is of the wrong type", "类型错误") }];
}

const typeNames: Readonly<Record<string, Text>> = {
  string: text("a text", "文字"),
  number: text("a number", "数字"),
  int: text("a whole number", "整数"),
  boolean: text("true or false", "true 或 false"),
  array: text("a list", "列表"),
  tuple: text("a list", "列表"),
  object: text("a group of keys", "一组键值"),
  record: text("a group of keys", "一组键值"),
};

function typeMessage(expected: string, input: unknown, path: Path): Text {
  const key = path.at(-1);
  if (input === undefined && typeof key === "string") return text(`missing key \`${key}\``, `缺少键 \`${key}\``);
  const example = expected === "array" || expected === "tuple" ? listExample(input, path) : "";
  const name = typeNames[expected] ?? text(expected, expected);
  const { en, zh } = text(`${name.en}${example && `: ${example}`}`, `${name.zh}${example && `，如 ${example}`}`);
  if (input === null) return text(`is empty; it must be ${en}`, `值为空，应为${zh}`);
  if (expected === "string" && (typeof input === "number" || typeof input === "boolean"))
    return text(`must be a text: write "${input}" in quotes`, `必须是文字：请加引号写作 "${input}"`);
  if (expected === "number" && typeof input === "string" && /^\s*-?\d+[,，]\d+\s*$/.test(input)) {
    const written = input.trim().replace(/[,，]/, ".");
    return text(`must be a number: write ${written} with a point`, `必须是数字：小数点请写作 ${written}`);
  }
  if (expected === "number" && typeof input === "string" && /^\s*-?\d+(\.\d+)?\s*\D+$/.test(input))
    return text("must be a plain number without a unit", "必须是不带单位的数字");
  return text(`must be ${en}`, `必须是${zh}`);
}

function choiceMessage(input: unknown, values: readonly unknown[], path: Path): Text {
  const key = path.at(-1);
  if (input === undefined && typeof key === "string") return text(`missing key \`${key}\``, `缺少键 \`${key}\``);
  const words = values.map(String);
  if (typeof input !== "string")
    return text(`must be one of: ${words.join(", ")}`, `必须是以下之一：${words.join("、")}`);
  const shown = input.length > 64 ? `${input.slice(0, 64)}…` : input;
  const few = words.length <= 12;
  const list = writePath(path.slice(-2, -1));
  const name = typeof key === "string" ? key : list === "off" ? "fault" : list;
  const message = text(
    `unknown ${name} \`${shown}\`${few ? ` (known: ${words.join(", ")})` : ""}`,
    `未知的 ${name} \`${shown}\`${few ? `（可用：${words.join("、")}）` : ""}`,
  );
  return withNearest(message, input, words);
}

function sizeMessage(issue: Extract<Issue, { code: "too_small" | "too_big" }>): Text {
  const small = issue.code === "too_small";
  const bound = Number(small ? issue.minimum : issue.maximum);
  if (issue.origin === "array")
    return small
      ? text(`needs at least ${bound} items`, `至少需要 ${bound} 项`)
      : text(`may have at most ${bound} items`, `最多 ${bound} 项`);
  if (issue.origin === "string")
    return small
      ? text(`needs at least ${bound} characters`, `至少需要 ${bound} 个字符`)
      : text(`may have at most ${bound} characters`, `最多 ${bound} 个字符`);
  if (small)
    return issue.inclusive
      ? text(`must be ${bound} or more`, `必须大于或等于 ${bound}`)
      : text(`must be more than ${bound}`, `必须大于 ${bound}`);
  return issue.inclusive
    ? text(`must be ${bound} or less`, `必须小于或等于 ${bound}`)
    : text(`must be less than ${bound}`, `必须小于 ${bound}`);
}
