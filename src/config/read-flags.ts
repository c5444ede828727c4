// The words after the command → flags; an unknown or unfinished one is a problem with the nearest right spelling.

import { parseArgs } from "node:util";
import { type Text, text } from "../model/text.ts";
import { nearest } from "./nearest.ts";
import { settingKeys } from "./settings-keys.ts";

export type Flags = {
  /** Settings, by flag without dashes. */
  readonly values: Readonly<Record<string, string>>;
  /** The command's own. */
  readonly own: Readonly<Record<string, string>>;
  readonly positionals: readonly string[];
  readonly problems: readonly Text[];
};

type Command = { readonly flags?: readonly string[]; readonly positionals?: number };

/** A flag given twice: the last one counts. */
export function readFlags(argv: readonly string[], { flags = [], positionals: most = 0 }: Command): Flags {
  const settings = settingKeys.flatMap(({ flag }) => flag ?? []);
  const names = [...settings, ...flags];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const problems: Text[] = [];
  // A flag at the end, or right before another one, has no value: it must not swallow its neighbour.
  const args = argv.filter((word, index) => {
    const next = argv[index + 1];
    const unfinished = names.some((name) => word === `--${name}`) && (next === undefined || next.startsWith("--"));
    if (unfinished) problems.push(text(`${word} needs a value: ${word} VALUE`, `${word} 需要一个值：${word} 值`));
    return !unfinished;
  });
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const found: Record<string, string> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!names.includes(name) || !rawName.startsWith("--")) problems.push(unknownFlag(rawName, name, names));
    else if (value !== undefined) found[name] = value;
  }
  for (const word of positionals.slice(most))
    problems.push(
      text(`unexpected argument \`${word}\`; flags start with --`, `多余的参数 \`${word}\`；参数名以 -- 开头`),
    );
  const take = (wanted: readonly string[]) =>
    Object.fromEntries(Object.entries(found).filter(([name]) => wanted.includes(name)));
  return { values: take(settings), own: take(flags), positionals: positionals.slice(0, most), problems };
}

function unknownFlag(written: string, name: string, names: readonly string[]): Text {
  const variable = settingKeys.find(({ key }) => `--${key}`.toLowerCase() === written.toLowerCase());
  const meant = variable?.flag ?? nearest(name, names);
  if (meant === undefined) return text(`unknown flag ${written}`, `未知的参数 ${written}`);
  return text(`unknown flag ${written}; did you mean --${meant}?`, `未知的参数 ${written}；是否应为 --${meant}？`);
}
