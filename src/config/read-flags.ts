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

/** What a command takes besides the settings. */
export type CommandWords = {
  /** Flags with a value (replay: "out"). */
  readonly flags?: readonly string[];
  /** Flags without one (device: "all"); found as "yes". */
  readonly switches?: readonly string[];
  /** The most words it takes besides; none unless given. */
  readonly positionals?: number;
};

/** A flag given twice: the last one counts. */
export function readFlags(argv: readonly string[], command: CommandWords): Flags {
  const { flags = [], switches = [], positionals: most = 0 } = command;
  const settings = settingKeys.flatMap(({ flag }) => flag ?? []);
  const valued = [...settings, ...flags];
  const names = [...valued, ...switches];
  const options = Object.fromEntries(
    names.map((name) => [name, { type: switches.includes(name) ? ("boolean" as const) : ("string" as const) }]),
  );
  const problems: Text[] = [];
  // A flag at the end, or right before another one, has no value: it must not swallow its neighbour.
  const args = argv.filter((word, index) => {
    const next = argv[index + 1];
    const unfinished = valued.some((name) => word === `--${name}`) && (next === undefined || next.startsWith("--"));
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
    else if (switches.includes(name)) {
      if (value === undefined) found[name] = "yes";
      else problems.push(text(`${rawName} takes no value`, `${rawName} 不带值`));
    } else if (value !== undefined) found[name] = value;
  }
  for (const word of positionals.slice(most))
    problems.push(
      text(`unexpected argument \`${word}\`; flags start with --`, `多余的参数 \`${word}\`；参数名以 -- 开头`),
    );
  const take = (wanted: readonly string[]) =>
    Object.fromEntries(Object.entries(found).filter(([name]) => wanted.includes(name)));
  return {
    values: take(settings),
    own: take([...flags, ...switches]),
    positionals: positionals.slice(0, most),
    problems,
  };
}

function unknownFlag(written: string, name: string, names: readonly string[]): Text {
  const variable = settingKeys.find(({ key }) => `--${key}`.toLowerCase() === written.toLowerCase());
  const meant = variable?.flag ?? nearest(name, names);
  if (meant === undefined) return text(`unknown flag ${written}`, `未知的参数 ${written}`);
  return text(`unknown flag ${written}; did you mean --${meant}?`, `未知的参数 ${written}；是否应为 --${meant}？`);
}
