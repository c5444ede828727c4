// Opens the history the settings ask for; a server that is down is no obstacle, it is asked for its version again when next needed.

import { basicOrToken, createConnection } from "./connection.ts";
import { type History, type HistorySettings, keptByServer } from "./history.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openInflux1 } from "./open-influx1.ts";
import { openInflux2 } from "./open-influx2.ts";
import { openInflux3 } from "./open-influx3.ts";
import { serverVersion } from "./server-version.ts";
import { unreachable } from "./write-outcome.ts";

const open = { 1: openInflux1, 2: openInflux2, 3: openInflux3 } as const;

/** The embedded history without `url`, else InfluxDB of the given or discovered version. @throws Error when the address is none. */
export function openHistory(settings: HistorySettings): History {
  if (settings.url === undefined || settings.url === "") return openEmbedded({ file: settings.file });
  return settings.version === undefined ? openUnknown(settings) : open[settings.version](settings);
}

/** Asks for the version at the first use and after every failure to learn it. */
function openUnknown(settings: HistorySettings): History {
  const connection = createConnection(settings, (c) => (c.token ? `Bearer ${c.token}` : basicOrToken(c)));
  let found: History | undefined;
  let asking: Promise<History> | undefined;

  const history = async (): Promise<History> => {
    if (found) return found;
    asking ??= serverVersion(connection)
      .then((version) => {
        found = open[version](settings);
        return found;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  const told = (error: unknown) => ({ ok: false, detail: (error as Error).message });

  return {
    write: (lines) => history().then((known) => known.write(lines), unreachable),
    query: async (query) => (await history()).query(query),
    ping: () => history().then((known) => known.ping(), told),
    prepare: () => history().then((known) => known.prepare(), told),
    housekeep: keptByServer,
    [Symbol.asyncDispose]: async () => {
      connection.close();
      await found?.[Symbol.asyncDispose]();
    },
  };
}
