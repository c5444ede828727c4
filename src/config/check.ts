// `npm run check`: a site's problems as a terminal shows them, sorted by place, with a summary and the exit code.

import type { Language, Text } from "../model/text.ts";
import { type LoadOptions, loadSite } from "./load-site.ts";
import { counted, type Problem } from "./problem.ts";

export type CheckResult = {
  readonly text: string;
  /** 1 if there is an error, 0 with warnings only. */
  readonly exitCode: 0 | 1;
};

/** Loads the folder and says what is wrong with it, in the terminal's language, else the site's. */
export async function checkSite(dir: string, options: LoadOptions): Promise<CheckResult> {
  const { problems, language } = await loadSite(dir, options);
  return formatProblems(problems, terminalLanguage(options.env) ?? language);
}

/** What LC_ALL, LC_MESSAGES or LANG asks for; undefined when they say neither Chinese nor English. */
export function terminalLanguage(env: Readonly<Record<string, string | undefined>>): Language | undefined {
  const wanted = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^zh/i.test(wanted) ? "zh" : /^en/i.test(wanted) ? "en" : undefined;
}

const levels: Readonly<Record<Problem["severity"], Text>> = {
  error: { en: "error  ", zh: "错误" },
  warning: { en: "warning", zh: "警告" },
};

/** `site.yaml:12:5  error    devices[3].zone: unknown zone …`, one line each; one in each language where none is known. */
export function formatProblems(problems: readonly Problem[], language: Language | undefined): CheckResult {
  const sorted = [...problems].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.path, b.path),
  );
  const place = ({ file, line, column }: Problem) => `${file}:${line}:${column}`;
  const width = Math.max(0, ...sorted.map((problem) => place(problem).length));
  const languages = language ? [language] : (["en", "zh"] as const);
  const lines = sorted.flatMap((problem) => {
    const path = problem.path === "" ? "" : `${problem.path}: `;
    return languages.map(
      (one) => `${place(problem).padEnd(width)}  ${levels[problem.severity][one]}  ${path}${problem.message[one]}`,
    );
  });
  const errors = sorted.filter(({ severity }) => severity === "error").length;
  const both = summary(errors, sorted.length - errors);
  lines.push(...languages.map((one) => both[one]));
  return { text: `${lines.join("\n")}\n`, exitCode: errors > 0 ? 1 : 0 };
}

// main.yaml before zones.yaml whatever the locale.
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function summary(errors: number, warnings: number): Text {
  if (errors + warnings === 0) return { en: "The site is valid.", zh: "小区配置有效。" };
  const en = `${counted(errors, "error")}, ${counted(warnings, "warning")}`;
  const zh = `${errors} 个错误，${warnings} 个警告`;
  return errors > 0
    ? { en: `${en}: the site cannot be used.`, zh: `${zh}：配置无法使用。` }
    : { en: `${en}: the site is valid.`, zh: `${zh}：配置有效。` };
}
