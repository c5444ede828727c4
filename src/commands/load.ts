// Settings and site for a command, or every problem on stderr and exit code 2.

import { definitions } from "../../devices/index.ts";
import { formatProblems, terminalLanguage } from "../config/check.ts";
import { loadSite } from "../config/load-site.ts";
import { readSettings, type Settings, type SettingsInput } from "../config/settings.ts";
import type { Site } from "../model/site.ts";
import { text } from "../model/text.ts";
import type { Shell } from "./command.ts";

export type Read = {
  readonly settings: Settings;
  readonly flags: Readonly<Record<string, string>>;
  readonly positionals: readonly string[];
};

/** undefined: the problems have been told. */
export function readOrTell(
  argv: readonly string[],
  shell: Shell,
  command?: SettingsInput["command"],
): Read | undefined {
  const read = readSettings({ argv, env: shell.env, cwd: shell.cwd, ...(command && { command }) });
  if (read.ok) return read;
  for (const problem of read.problems) shell.err(`${shell.say(problem)}\n`);
  return undefined;
}

/** @param needs whether the secrets of its channels must be there. undefined: the errors have been told. Warnings are counted on stderr, never in the way. */
export async function siteOrTell(
  settings: Settings,
  shell: Shell,
  needs: { readonly secrets: boolean } = { secrets: false },
): Promise<Site | undefined> {
  const { site, problems, language, unset } = await loadSite(settings.site, {
    definitions,
    env: shell.env,
    topicRoot: settings.topicRoot,
    ...(settings.publicUrl && { publicUrl: settings.publicUrl }),
  });
  if (!site) {
    shell.err(formatProblems(problems, terminalLanguage(shell.env) ?? language).text);
    return undefined;
  }
  if (needs.secrets && unset.length > 0) {
    const names = unset.join(", ");
    const missing = text(
      `Set ${names} in the environment: a channel under notify in ${settings.site} needs it.`,
      `请设置环境变量 ${names}：${settings.site} 中 notify 的通道需要它。`,
    );
    shell.err(`${shell.say(missing)}\n`);
    return undefined;
  }
  return site;
}
