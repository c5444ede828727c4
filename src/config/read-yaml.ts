// Text of one YAML file → its value with the place of every part, and everything wrong with its form. Never throws.

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from "yaml";
import { text } from "../model/text.ts";
import { type Located, locatedList, locatedMap, locatedScalar } from "./located.ts";
import { error, type Path, type Place, type Problem, warning } from "./problem.ts";
import { syntaxMessage } from "./yaml-syntax.ts";

/** Expansions of aliases: far above honest use, far below what a nested bomb needs. */
const maxAliasCount = 10_000;

export type YamlFile = {
  /** null: empty, or too broken to be judged further. */
  readonly root: Located | null;
  readonly problems: readonly Problem[];
};

/** @param file the name problems are reported under */
export function readYaml(file: string, source: string): YamlFile {
  const start: Place = { file, line: 1, column: 1 };
  try {
    return parse(file, source, start);
  } catch {
    const message = text("the file cannot be read as YAML: it is nested too deeply", "无法按 YAML 解析：嵌套过深");
    return { root: null, problems: [error(start, [], message)] };
  }
}

function parse(file: string, source: string, start: Place): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: "silent",
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(Math.max(0, offset));
    return line < 1 ? start : { file, line, column: Math.max(1, col) };
  };
  const lines = source.split("\n");
  const told = ({ code, message, pos }: YAMLError): Problem => {
    const place = placeAt(pos[0]);
    return error(place, [], syntaxMessage(code, message, lines[place.line - 1]?.slice(0, place.column - 1) ?? ""));
  };
  if (document.errors.length > 0) return { root: null, problems: firstOf(document.errors, told) };
  const problems = document.warnings.map(told);
  if (!document.contents) {
    const message = text("the file is empty", "文件为空");
    return { root: null, problems: [...problems, error(start, [], message)] };
  }
  const converted = convert(document, placeAt, start, problems);
  return { root: problems.length > 0 && converted.fatal ? null : converted.root, problems };
}

/** Complaints of a file that are enough to begin with. */
const mostTold = 3;

/**
 * One tab or one unclosed bracket echoes from the lines below it: what follows a tab is left out, of each line the first
 * complaint counts, and of those the first few.
 */
function firstOf(errors: readonly YAMLError[], told: (error: YAMLError) => Problem): readonly Problem[] {
  const tab = errors.findIndex(({ code }) => code === "TAB_AS_INDENT");
  const own = errors.filter(({ code }, index) => tab < 0 || index <= tab || code === "TAB_AS_INDENT");
  const seen = new Set<number>();
  const first = own.map(told).filter(({ line }) => seen.size < seen.add(line).size);
  const more = first.slice(mostTold);
  const [next] = more;
  if (!next) return first;
  return [
    ...first.slice(0, mostTold),
    { ...next, message: text(`…and ${more.length} more`, `……另有 ${more.length} 处`) },
  ];
}

const isTextKey = (key: string): boolean => key === "en" || key === "zh";

/** The document's nodes as located values; complaints are added to `problems`. */
function convert(document: Document, placeAt: (offset: number) => Place, start: Place, problems: Problem[]) {
  const done = new Map<Node, Located>();
  const active = new Set<Node>();
  /** The nearest node above with each anchor: asking the library would walk the whole document for every alias. */
  const anchors = new Map<string, Node>();
  let aliases = 0;
  let fatal = false;
  const refuse = (place: Place, path: Path, en: string, zh: string): Located => {
    problems.push(error(place, path, text(en, zh)));
    fatal = true;
    return locatedScalar(place, null);
  };
  const visit = (node: Node | null | undefined, path: Path, fallback: Place): Located => {
    if (!node) return locatedScalar(fallback, null);
    const place = node.range ? placeAt(node.range[0]) : fallback;
    if (isAlias(node)) {
      aliases++;
      const target = anchors.get(node.source);
      if (!target)
        return refuse(place, path, `nothing is named \`&${node.source}\` above`, `上文没有锚点 \`&${node.source}\``);
      return visit(target, path, place);
    }
    if ("anchor" in node && node.anchor !== undefined) anchors.set(node.anchor, node);
    const known = done.get(node);
    if (known) return known;
    if (active.has(node)) return refuse(fallback, path, "this alias contains itself", "引用包含了自身");
    active.add(node);
    const located = branch(node, path, place);
    active.delete(node);
    done.set(node, located);
    return located;
  };
  const branch = (node: Node, path: Path, place: Place): Located => {
    if (isSeq<Node>(node))
      return locatedList(
        place,
        node.items.map((item, index) => visit(item, [...path, index], place)),
      );
    if (!isMap<Node, Node>(node)) return locatedScalar(place, isScalar(node) ? node.value : null);
    const keys = new Map<string, Place>();
    const children = new Map<string, Located>();
    let before = "";
    for (const pair of node.items) {
      const key = String(isScalar(pair.key) ? pair.key.value : pair.key);
      const written = children.get(before);
      // { en: Elevator, building 1 }: YAML ends the text at its comma and takes the rest for a key without a value.
      if (isTextKey(before) && !isTextKey(key) && pair.value === null && typeof written?.value === "string") {
        const whole = `${written.value}, ${key}`;
        children.set(before, locatedScalar(written.place, whole));
        problems.push(
          warning(
            written.place,
            [...path, before],
            text(`a text with a comma stands in quotes; read as "${whole}"`, `含逗号的文字请加引号；已读作 "${whole}"`),
          ),
        );
        continue;
      }
      before = key;
      const at = pair.key?.range ? placeAt(pair.key.range[0]) : place;
      const first = keys.get(key);
      if (first)
        problems.push(
          error(
            at,
            [...path, key],
            text(
              `\`${key}\` is written twice (first on line ${first.line})`,
              `\`${key}\` 重复（首次出现在第 ${first.line} 行）`,
            ),
          ),
        );
      else keys.set(key, at);
      const child = visit(pair.value, [...path, key], at);
      if (!first) children.set(key, child);
    }
    return locatedMap(place, keys, children);
  };
  const root = visit(document.contents as Node, [], start);
  if (aliases > 0 && !fatal) {
    try {
      document.toJS({ maxAliasCount });
    } catch {
      refuse(start, [], "aliases (*) expand into far too much", "引用（*）展开后过大");
    }
  }
  return { root, fatal };
}
