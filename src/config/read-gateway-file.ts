// gateway.yaml in the site folder: the settings in camelCase, for those who prefer a file to flags and variables.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Text, text } from "../model/text.ts";
import { withNearest } from "./nearest.ts";
import { readYaml } from "./read-yaml.ts";
import { type Given, settingKeys } from "./settings-keys.ts";

const name = "gateway.yaml";

/** No file is no problem. Relative paths in it count from the site folder. */
export function readGatewayFile(site: string): {
  readonly values: Readonly<Record<string, Given>>;
  readonly problems: readonly Text[];
} {
  let source: string;
  try {
    source = readFileSync(join(site, name), "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return { values: {}, problems: [] };
    return { values: {}, problems: [text(`${name} cannot be read (${code})`, `无法读取 ${name}（${code}）`)] };
  }
  const { root, problems: found } = readYaml(name, source);
  const at = ({ line, column }: { line: number; column: number }) => `${name}:${line}:${column}`;
  const problems: Text[] = found.map((problem) =>
    text(`${at(problem)} ${problem.message.en}`, `${at(problem)} ${problem.message.zh}`),
  );
  const values: Record<string, Given> = {};
  if (!root) return { values, problems };
  if (root.keys.size === 0) problems.push(text(`${name} must be a list of keys`, `${name} 必须由键值组成`));
  const known = settingKeys.map(({ key }) => key).filter((key) => key !== "site");
  for (const [key, place] of root.keys) {
    const value = root.children.get(key)?.value;
    if (!known.includes(key)) {
      const message = text(`${at(place)} unknown key \`${key}\``, `${at(place)} 未知的键 \`${key}\``);
      problems.push(withNearest(message, key, known));
    } else if (typeof value === "string" || typeof value === "number")
      values[key] = { value: String(value), name: `${at(place)} ${key}`, relativeTo: site };
    else problems.push(text(`${at(place)} ${key} must be a text or a number`, `${at(place)} ${key} 必须是文字或数字`));
  }
  return { values, problems };
}
