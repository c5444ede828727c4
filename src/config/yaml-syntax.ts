// What is wrong with the form of a YAML file, in both languages: one sentence per error code of the parser.

import type { ErrorCode } from "yaml";
import { type Text, text } from "../model/text.ts";

/** What to write instead of a mark of Chinese typing. */
export const wideMark = text(
  "`：` and `，` do not part keys and values: write `: ` and `, `",
  "`：`、`，` 不能分隔键值，请改用半角 `: ` 和 `, `",
);

const chinese: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "引用（*）不能带锚点或标签",
  BAD_ALIAS: "引用（*）写法有误",
  BAD_DIRECTIVE: "指令（%）写法有误",
  BAD_DQ_ESCAPE: "双引号内的转义写法有误",
  BAD_INDENT: "缩进有误，或括号没有闭合",
  BAD_PROP_ORDER: "锚点和标签必须写在值之前",
  BAD_SCALAR_START: "值不能以此字符开头，请加引号",
  BLOCK_AS_IMPLICIT_KEY: "同一行里不能再嵌套键值，请换行缩进或加引号",
  BLOCK_IN_FLOW: "括号内不能使用缩进写法",
  DUPLICATE_KEY: "键重复",
  IMPOSSIBLE: "无法解析",
  KEY_OVER_1024_CHARS: "键过长（超过 1024 个字符），可能漏写引号",
  MISSING_CHAR: "缺少字符（如引号、冒号、逗号、括号或空格）",
  MULTILINE_IMPLICIT_KEY: "键不能跨行",
  MULTIPLE_ANCHORS: "一个值只能有一个锚点",
  MULTIPLE_DOCS: "一个文件只能有一份文档（多出了 ---）",
  MULTIPLE_TAGS: "一个值只能有一个标签",
  NON_STRING_KEY: "键必须是文字",
  RESOURCE_EXHAUSTION: "嵌套过深",
  TAB_AS_INDENT: "不能用制表符缩进，请改用空格",
  TAG_RESOLVE_FAILED: "不认识的标签（!）",
  UNEXPECTED_TOKEN: "此处不应出现该内容",
  BAD_COLLECTION_TYPE: "标签与内容类型不符",
};

/** A full-width colon or comma in the last key or value before a complaint. */
const fullWidth = /[：，][^,:{}[\]"']*:?\s*$/;

/** The parser's words in English, the code's in Chinese. `before`: the line up to there, which may tell the cause. */
export function syntaxMessage(code: ErrorCode, words: string, before = ""): Text {
  const first = words.split("\n", 1)[0] ?? code;
  const wide = fullWidth.test(before.slice(-200));
  return {
    en: `YAML: ${first}${wide ? `; ${wideMark.en}` : ""}`,
    zh: `YAML 格式错误：${chinese[code] ?? first}${wide ? `；${wideMark.zh}` : ""}`,
  };
}
