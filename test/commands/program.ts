// Runs the program as a person does, and gives what it said and its exit code.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

const root = resolve(import.meta.dirname, "../..");

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** @param env added to a clean environment: nothing of ours is inherited, the language is English. */
export function launch(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("ANJU_"));
  return spawn(
    join(root, "node_modules/.bin/node"),
    ["--disable-warning=ExperimentalWarning", "src/main.ts", ...args],
    {
      cwd: root,
      env: { ...Object.fromEntries(inherited), LANG: "en_US.UTF-8", LC_ALL: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
}

export async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = launch(args, env);
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, "exit"),
  ]);
  clearTimeout(timer);
  return { code: code as number | null, out, err };
}
