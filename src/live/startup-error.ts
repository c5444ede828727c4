// Why the gateway could not start: one sentence in both languages that names the setting and the cure; exit code 2.

import type { Text } from "../model/text.ts";

export class StartupError extends Error {
  readonly text: Text;
  constructor(text: Text, cause?: unknown) {
    super(text.en, { cause });
    this.text = text;
  }
}
