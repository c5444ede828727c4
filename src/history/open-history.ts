// Opens the history the settings ask for; a server that is down is no obstacle, it is asked for its version again when next needed.

import { basicOrToken, createConnection } from "./connection.ts";
import { type History, type HistorySettings, keptByServer } from "./history.ts";
import { openEmbedded } from "./open-embedded.ts";
import { serverVersion } from "./server-version.ts";
import { unreachable } from "./write-outcome.ts";

/** Loaded when they are needed: their clients cost start-up time and memory that the embedded history need not pay. */
const open: Readonly<Record<1 | 2 | 3, (settings: HistorySettings) => Promise<History>>> = {
  1: async (settings) => (await import("./open-influx1.ts")).openInflux1(settings),
  2: async (settings) => (await import("./open-influx2.ts")).openInflux2(settings),
  3: async (settings) => (await import("./open-influx3.ts")).openInflux3(settings),
};

/** The embedded history without `url`, else InfluxDB of the given or discovered version. @throws Error when the address is none. */
export function openHistory(settings: HistorySettings): History {
  if (settings.url === undefined || settings.url === "") return openEmbedded({ file: settings.file });
  return openServer(settings);
}

/** Where the version is not given, asks for it at the first use and after every failure to learn it. */
function openServer(settings: HistorySettings): History {
  const connection = createConnection(settings, (c) => (c.token ? `Bearer ${c.token}` : basicOrToken(c)));
  let found: History | undefined;
  let asking: Promise<History> | undefined;

  const history = async (): Promise<History> => {
    if (found) return found;
    asking ??= (settings.version === undefined ? serverVersion(connection) : Promise.resolve(settings.version))
      .then((version) => open[version](settings))
      .then((opened) => {
        found = opened;
        return opened;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  const told = (error: unknown) => ({ ok: false, detail: (error as Error).message });

  return {
    write: (batch) => history().then((known) => known.write(batch), unreachable),
    query: async (query) => (await history()).query(query),
    ping: () => history().then((known) => known.ping(), told),
    prepare: () => history().then((known) => known.prepare(), told),
    // A server that is away has no house to keep; its state is told elsewhere.
    housekeep: (now) => found?.housekeep(now) ?? keptByServer(),
    [Symbol.asyncDispose]: async () => {
      connection.close();
      await found?.[Symbol.asyncDispose]();
    },
  };
}
