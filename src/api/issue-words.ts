// What is wrong with a field, in whole sentences: zod's issues → both languages. For validation.ts.

import { en } from "zod/locales";
import type { $ZodIssue, $ZodRawIssue } from "zod/v4/core";
import { type Text, text } from "../model/text.ts";

const typeNames: Readonly<Record<string, Text>> = {
  string: text("text", "文本"),
  number: text("a number", "数字"),
  int: text("a whole number", "整数"),
  boolean: text("true or false", "true 或 false"),
  array: text("a list", "列表"),
  tuple: text("a list", "列表"),
  object: text("an object", "对象"),
  record: text("an object", "对象"),
  null: text("null", "null"),
};
const typeName = (name: string): Text => typeNames[name] ?? { en: name, zh: name };

const received = (input: unknown): Text => {
  if (input === null) return typeName("null");
  return typeName(Array.isArray(input) ? "array" : typeof input);
};

const units: Readonly<Record<string, Text>> = { string: text("characters", "个字符"), array: text("entries", "项") };

type Bound = Extract<$ZodIssue, { readonly code: "too_small" | "too_big" }>;
function boundText(issue: Bound): Text {
  const isLeast = issue.code === "too_small";
  const bound = String(isLeast ? issue.minimum : issue.maximum);
  const unit = units[issue.origin];
  if (isLeast && unit && bound === "1") return text("must not be empty", "不能为空");
  if (unit)
    return isLeast
      ? text(`at least ${bound} ${unit.en} are expected`, `至少应有 ${bound} ${unit.zh}`)
      : text(`at most ${bound} ${unit.en} are allowed`, `最多 ${bound} ${unit.zh}`);
  return isLeast
    ? text(`must be ${bound} or more`, `不得小于 ${bound}`)
    : text(`must be ${bound} or less`, `不得大于 ${bound}`);
}

/** Our own refinements carry "English / 中文" in their message; the rest is said here. */
export function issueText(issue: $ZodIssue): Text {
  switch (issue.code) {
    case "custom": {
      const [english = issue.message, chinese = english] = issue.message.split(" / ");
      return { en: english, zh: chinese };
    }
    case "invalid_type": {
      const wanted = typeName(issue.expected);
      if (issue.input === undefined) return text(`is missing; ${wanted.en} is expected`, `未填写，应为${wanted.zh}`);
      if (Number.isNaN(issue.input))
        return text(`is no number; ${wanted.en} is expected`, `不是数字，应为${wanted.zh}`);
      const given = received(issue.input);
      return text(`${wanted.en} is expected, not ${given.en}`, `应为${wanted.zh}，而非${given.zh}`);
    }
    case "invalid_value": {
      const all = issue.values.map(String);
      const given = issue.input === undefined ? undefined : JSON.stringify(issue.input);
      return text(
        `${given === undefined ? "is missing" : `${given} is not known here`}; one of ${all.join(", ")} is expected`,
        `${given === undefined ? "未填写" : `不能是 ${given}`}，应为以下之一：${all.join("、")}`,
      );
    }
    case "too_small":
    case "too_big":
      return boundText(issue);
    case "unrecognized_keys":
      return text(
        `${issue.keys.join(", ")}: no such key here; check its spelling or leave it out`,
        `${issue.keys.join("、")}：此处没有这个字段，请检查拼写或去掉`,
      );
    case "not_multiple_of":
      return text(`must be a multiple of ${issue.divisor}`, `必须是 ${issue.divisor} 的倍数`);
    default: {
      const said = en().localeError(issue as unknown as $ZodRawIssue);
      const english = typeof said === "string" ? said : (said?.message ?? issue.message);
      return text(english, "格式不正确，请对照接口说明（/api/v1/openapi.json）填写");
    }
  }
}
