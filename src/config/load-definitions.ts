// Kinds that a site brings along: every devices/*.ts of the site folder is imported; a broken one is a problem, never a crash.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DeviceDefinition } from "../model/device-definition.ts";
import { text } from "../model/text.ts";
import { definitionFindings, isDefinition } from "./definition-findings.ts";
import { error, type Place, type Problem } from "./problem.ts";

type Definitions = Readonly<Record<string, DeviceDefinition>>;

/** @returns the built-in kinds followed by those of the site that can be used, and what is wrong with the others */
export async function loadDefinitions(
  dir: string,
  builtIn: Definitions,
): Promise<{ readonly definitions: Definitions; readonly problems: readonly Problem[] }> {
  const definitions: Record<string, DeviceDefinition> = { ...builtIn };
  const problems: Problem[] = [];
  for (const name of await filesIn(join(dir, "devices"))) {
    const place: Place = { file: `devices/${name}`, line: 1, column: 1 };
    const refuse = (en: string, zh: string) => problems.push(error(place, [], text(en, zh)));
    let exported: readonly unknown[];
    try {
      exported = Object.values(await importFresh(join(dir, "devices", name)));
    } catch (cause) {
      const words = (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0] ?? "";
      refuse(`cannot be loaded: ${words}`, `无法加载：${words}`);
      continue;
    }
    const found = [...new Set(exported)].filter(isDefinition);
    if (found.length === 0)
      refuse(
        "exports no device definition; export what defineDevice returns",
        "没有导出设备定义，请导出 defineDevice 的结果",
      );
    for (const written of found) {
      const definition = withDefaults(written);
      const findings = definitionFindings(definition);
      problems.push(...findings.map(({ path, message }) => error(place, path, message)));
      if (findings.length > 0) continue;
      if (Object.hasOwn(definitions, definition.kind))
        refuse(
          `the kind \`${definition.kind}\` exists already; choose another name`,
          `设备类型 \`${definition.kind}\` 已存在，请换一个名称`,
        );
      else definitions[definition.kind] = definition;
    }
  }
  return { definitions, problems };
}

/** What defineDevice fills in, for a kind written without it. */
const withDefaults = (written: Partial<DeviceDefinition>): DeviceDefinition =>
  ({ reportEvery: "PT30S", events: {}, rated: {}, options: {}, ...written }) as DeviceDefinition;

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts")).sort();
  } catch {
    return [];
  }
}

/** A module is imported once per URL: the time of the last change makes an edited file a new one. */
async function importFresh(file: string): Promise<Record<string, unknown>> {
  const { mtimeMs } = await stat(file);
  return (await import(/* @vite-ignore */ `${pathToFileURL(file).href}?changed=${Math.round(mtimeMs)}`)) as Record<
    string,
    unknown
  >;
}
