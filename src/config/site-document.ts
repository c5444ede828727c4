// site.yaml and what it includes, merged into one located value: lists are joined, maps merged, a value given twice refused.

import { readFile, realpath } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { type Language, type Text, text } from "../model/text.ts";
import { itemsOf, type Located, locatedList, locatedMap } from "./located.ts";
import { error, type Path, type Problem } from "./problem.ts";
import { readYaml, type YamlFile } from "./read-yaml.ts";

export type SiteDocument = YamlFile & {
  /** What site.yaml says of its language, even if the rest of it cannot be read. */
  readonly language?: Language;
};

/** `root` is null when a file is missing, unreadable or not YAML: then nothing more can be judged fairly. */
export async function readSiteDocument(dir: string): Promise<SiteDocument> {
  const main = await readOne(dir, "site.yaml");
  if (typeof main === "string" || !("root" in main)) {
    const message = text(
      `site.yaml cannot be read in ${dir}: ${main.en}; name the site's folder with --site`,
      `无法读取 ${dir} 中的 site.yaml：${main.zh}；请用 --site 指明小区目录`,
    );
    return { root: null, problems: [error({ file: "site.yaml", line: 1, column: 1 }, [], message)] };
  }
  const problems: Problem[] = [...main.problems];
  const { language } = main;
  const spoken = language === undefined ? {} : { language };
  if (!main.root) return { root: null, problems, ...spoken };
  let merged = without(main.root, "include");
  let broken = false;
  const seen = new Set(["site.yaml"]);
  for (const [index, item] of itemsOf(main.root, "include").entries()) {
    const path = ["include", index];
    const refuse = (message: Text) => {
      problems.push(error(item.place, path, message));
      broken = true;
    };
    if (typeof item.value !== "string") {
      refuse(text("must be the name of a file in the site folder", "必须是小区目录内的文件名"));
      continue;
    }
    const name = item.value;
    const inside = await staysInside(dir, name);
    if (!inside) {
      refuse(text(`\`${name}\` lies outside the site folder`, `\`${name}\` 位于小区目录之外`));
      continue;
    }
    if (seen.has(inside)) {
      refuse(text(`\`${name}\` is included twice`, `\`${name}\` 被重复引入`));
      continue;
    }
    seen.add(inside);
    const part = await readOne(dir, inside);
    if (!("root" in part)) {
      refuse(text(`\`${name}\` cannot be read: ${part.en}`, `无法读取 \`${name}\`：${part.zh}`));
      continue;
    }
    problems.push(...part.problems);
    if (!part.root) {
      broken = true;
      continue;
    }
    const nested = part.root.keys.get("include");
    if (nested)
      problems.push(
        error(
          nested,
          ["include"],
          text("only site.yaml may include other files", "只有 site.yaml 可以引入其他文件（include）"),
        ),
      );
    merged = merge(merged, without(part.root, "include"), [], problems);
  }
  const list = main.root.children.get("include");
  if (list && !Array.isArray(list.value))
    problems.push(
      error(list.place, ["include"], text("must be a list of file names", "必须是文件名列表，如 [devices.yaml]")),
    );
  return { root: broken ? null : merged, problems, ...spoken };
}

async function readOne(dir: string, name: string): Promise<SiteDocument | Text> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(dir, name));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return text("there is no such file", "文件不存在");
    if (code === "EISDIR") return text("it is a folder", "它是一个目录");
    if (code === "EACCES") return text("permission denied", "没有读取权限");
    return text(String(code ?? "read error"), `读取出错（${code ?? "?"}）`);
  }
  try {
    const source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const language = /^language:[ \t]*["']?(en|zh)\b/m.exec(source)?.[1] as Language | undefined;
    return { ...readYaml(name, source), ...(language && { language }) };
  } catch {
    return text("it is not UTF-8; save it as UTF-8", "文件不是 UTF-8 编码，请另存为 UTF-8");
  }
}

/** The file's path relative to the folder, symbolic links followed; undefined when it leads outside. */
async function staysInside(dir: string, name: string): Promise<string | undefined> {
  const target = join(dir, name);
  const outside = (path: string) => path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  if (isAbsolute(name) || outside(relative(dir, target))) return undefined;
  try {
    if (outside(relative(await realpath(dir), await realpath(target)))) return undefined;
  } catch {
    // It does not exist: reading it says so.
  }
  return relative(dir, target);
}

function without(map: Located, key: string): Located {
  if (!map.children.has(key)) return map;
  return locatedMap(
    map.place,
    new Map([...map.keys].filter(([name]) => name !== key)),
    new Map(
      [...map.children].filter((entry): entry is [string, Located] => entry[0] !== key && typeof entry[0] === "string"),
    ),
  );
}

const isMap = (node: Located) => typeof node.value === "object" && node.value !== null && !Array.isArray(node.value);

function merge(into: Located, from: Located, path: Path, problems: Problem[]): Located {
  if (Array.isArray(into.value) && Array.isArray(from.value))
    return locatedList(into.place, [...into.children.values(), ...from.children.values()]);
  if (!isMap(into) || !isMap(from)) {
    problems.push(
      error(
        from.place,
        path,
        text(
          `already given in ${into.place.file}, line ${into.place.line}`,
          `已在 ${into.place.file} 第 ${into.place.line} 行给出`,
        ),
      ),
    );
    return into;
  }
  const keys = new Map(into.keys);
  const children = new Map(into.children as ReadonlyMap<string, Located>);
  for (const [key, child] of from.children as ReadonlyMap<string, Located>) {
    const present = children.get(key);
    children.set(key, present ? merge(present, child, [...path, key], problems) : child);
    if (!present) keys.set(key, from.keys.get(key) ?? child.place);
  }
  return locatedMap(into.place, keys, children);
}
