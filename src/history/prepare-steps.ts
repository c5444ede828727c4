// Preparing an InfluxDB as a list of steps: each looks whether its thing is there, and makes it where it is not; a dry run only looks.

import { type Text, text } from "../model/text.ts";

/** A refusal of the server: its HTTP status (200 where the words came inside an answer; 0: no answer) and what it said. */
export class PrepareError extends Error {
  readonly status: number;
  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

export type Step = {
  readonly name: Text;
  /** What is sent to make it, for the dry run: a statement, or a request in words. */
  readonly sends: string;
  /** The gateway cannot do without it. */
  readonly needed: boolean;
  /** Says nothing before what comes first is there: left out of a dry run that would make some of it. */
  readonly onThese?: true;
  /** Both throw PrepareError. */
  readonly there: () => Promise<boolean>;
  readonly make: () => Promise<void>;
};

export type StepState = "there" | "made" | "would" | "failed";
export type StepDone = {
  readonly name: Text;
  readonly sends: string;
  readonly state: StepState;
  /** What to do, where it failed. */
  readonly cure?: Text;
};

export type Prepared = {
  /** Everything needed is there (or would be). */
  readonly ok: boolean;
  /** Where nothing could be tried: why, and what to do. */
  readonly problem?: Text;
  readonly steps: readonly StepDone[];
  /** What this version cannot do, and what is done instead. */
  readonly notes: readonly Text[];
};

export type Plan = {
  readonly steps: readonly Step[];
  readonly notes?: readonly Text[];
  readonly cure: (error: PrepareError, step: Text) => Text;
};

/** Nothing after a needed step that failed is tried: it stands on it. Never rejects for a PrepareError. */
export async function runPlan({ steps, notes = [], cure }: Plan, dryRun: boolean): Promise<Prepared> {
  const done: StepDone[] = [];
  for (const { name, sends, needed, onThese, there, make } of steps) {
    if (onThese && done.some(({ state }) => state === "would")) continue;
    try {
      if (await there()) done.push({ name, sends, state: "there" });
      else if (dryRun) done.push({ name, sends, state: "would" });
      else {
        await make();
        done.push({ name, sends, state: "made" });
      }
    } catch (error) {
      if (!(error instanceof PrepareError)) throw error;
      done.push({ name, sends, state: "failed", cure: cure(error, name) });
      if (needed) return { ok: false, steps: done, notes };
    }
  }
  return { ok: true, steps: done, notes };
}

const states: Readonly<Record<StepState, Text>> = {
  there: text("is there", "已存在"),
  made: text("made", "已创建"),
  would: text("would be made", "将会创建"),
  failed: text("failed", "失败"),
};

/** One line per step, in one language's words. */
export function stepLine({ name, state, cure }: StepDone): Text {
  const said = states[state];
  return text(
    `${name.en}: ${said.en}${cure ? `. ${cure.en}` : ""}`,
    `${name.zh}：${said.zh}${cure ? `。${cure.zh}` : ""}`,
  );
}
