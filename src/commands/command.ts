// The shape of a command: the words after its name in, an exit code out.

import type { Text } from "../model/text.ts";

/** What commands are given instead of reaching for the process themselves. */
export type Shell = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** The reader's language, from LANG; undefined: unknown. */
  readonly say: (text: Text) => string;
  /** Resolves when the process is asked to stop. */
  readonly untilStopped: () => Promise<void>;
};

export type Command = {
  readonly name: string;
  readonly about: Text;
  readonly run: (argv: readonly string[], shell: Shell) => Promise<number>;
};
