// Lines into the embedded history: read into memory, and written down as one blob in one commit that waits for the disk.

import type { DatabaseSync } from "node:sqlite";
import { pack } from "./embedded-bytes.ts";
import type { Memory } from "./embedded-memory.ts";
import type { Names } from "./embedded-names.ts";
import { breathe, inTransaction } from "./embedded-schema.ts";
import type { WriteOutcome } from "./history.ts";
import { type LineBatch, textOf } from "./line-batch.ts";
import { type LineSink, scanLine } from "./parse-line.ts";

/** Lines read before the event loop breathes. */
const slice = 1_000;

/** The write of the embedded history; one at a time. "ok" means on disk: the sender drops its lines on our word. */
export function createEmbeddedWrite(
  database: DatabaseSync,
  memory: Memory,
  names: Names,
): (batch: LineBatch) => Promise<WriteOutcome> {
  const add = database.prepare("INSERT INTO recent (data) VALUES (?)");
  // The queue is a picture of the present for dashboards, which nothing here can ask for.
  let passing = false;
  const sink: LineSink = {
    begin: (key) => {
      passing = key.startsWith("queue,");
      if (!passing) memory.begin(names.series(key));
    },
    number: (name, value) => {
      if (!passing) memory.number(names.field(name), value);
    },
    other: (name, value) => {
      if (!passing) memory.other(names.field(name), value);
    },
    end: (time) => {
      if (!passing) memory.end(time);
    },
  };

  const read = async (text: string): Promise<boolean> => {
    let lines = 0;
    for (let from = 0; from < text.length; lines++) {
      const feed = text.indexOf("\n", from);
      const end = feed < 0 ? text.length : feed;
      if (!scanLine(text, from, end, sink)) return false;
      from = end + 1;
      if (lines % slice === slice - 1) await breathe();
    }
    return true;
  };

  return async ({ bytes }) => {
    try {
      if (!(await read(textOf(bytes)))) {
        memory.rollback();
        names.settle(false);
        return { ok: false, kind: "refused", error: "not a line that this gateway writes" };
      }
      inTransaction(database, true, () => {
        names.store();
        const image = memory.image();
        if (image !== undefined) add.run(pack(image));
      });
      names.settle(true);
      memory.commit();
      return { ok: true };
    } catch (error) {
      memory.rollback();
      names.settle(false);
      return { ok: false, kind: "retry", error: `embedded history: ${(error as Error).message}` };
    }
  };
}
