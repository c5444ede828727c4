// Every board in both languages, as the files that Grafana is given: a path below grafana/dashboards and its JSON.

import { definitions } from "../devices/index.ts";
import { type Board, dashboard } from "./board.ts";
import { coverage } from "./boards/coverage.ts";
import { energy } from "./boards/energy.ts";
import { health } from "./boards/health.ts";
import { kind } from "./boards/kind.ts";
import { tickets } from "./boards/tickets.ts";
import { wall } from "./boards/wall.ts";
import { createSay, languages, type Say } from "./language.ts";

const boards = (say: Say): readonly Board[] => [
  wall(say),
  tickets(say),
  ...Object.values(definitions).map((definition) => kind(definition, say)),
  coverage(say),
  energy(say),
  health(say),
];

/** By path, `zh/wall.json`; the same definitions give the same bytes. */
export const dashboards = (): ReadonlyMap<string, string> =>
  new Map(
    languages.flatMap((language) => {
      const say = createSay(language);
      return boards(say).map(
        (board) => [`${language}/${board.name}.json`, `${JSON.stringify(dashboard(board, say), null, 2)}\n`] as const,
      );
    }),
  );
