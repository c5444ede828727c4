// History as the settings ask for it, on its thread: its state kept up to date, its refusals in the quarantine, its database prepared.

import { join } from "node:path";
import type { Settings } from "../config/settings.ts";
import { type HistoryThread, openHistoryThread } from "../history/open-history-thread.ts";
import type { HealthCheck } from "../model/gateway-view.ts";
import type { Store } from "../store/open-store.ts";
import type { Log } from "./log.ts";
import { unusable } from "./open-data-folder.ts";

const PREPARE_AGAIN_AFTER = 10_000;

export type HistoryNeeds = {
  readonly settings: Settings;
  readonly store: Pick<Store, "quarantine">;
  readonly log: Log;
  readonly now: () => number;
  /** Kept up to date. */
  readonly checks: { history: HealthCheck };
};

/** @throws StartupError where its file or its spool cannot be used. A server that is away is no obstacle. */
export async function openHistory(needs: HistoryNeeds, stack: AsyncDisposableStack): Promise<HistoryThread> {
  const { settings, store, log, now, checks } = needs;
  const { influx, data } = settings;
  const { version, ...server } = influx ?? {};
  const history = stack.use(
    await openHistoryThread({
      settings: {
        database: "anju",
        ...server,
        ...(version && { version: Number(version) as 1 | 2 | 3 }),
        file: join(data, "history.db"),
      },
      spoolFolder: join(data, "spool"),
      log,
      onState: ({ reachable, error }) => {
        if (reachable && checks.history.status !== "ok") log.info("history is reachable again");
        checks.history = reachable ? { status: "ok" } : { status: "degraded", detail: error ?? "unreachable" };
      },
      onRefused: (line, serverWords) =>
        store.quarantine.add({
          at: now(),
          topic: "history",
          device: null,
          reason: "bad-point",
          detail: serverWords,
          payload: line,
        }),
    }).catch((error: unknown) => {
      throw unusable(data, error);
    }),
  );
  let preparing: NodeJS.Timeout | undefined;
  let closed = false;
  /** Creates the database when it is missing, as soon as the server can be asked. */
  const prepare = async (): Promise<void> => {
    const { ok, detail } = await history.prepare().catch((error: Error) => ({ ok: false, detail: error.message }));
    if (ok || closed) return;
    log.warn({ detail }, "history is not prepared yet; trying again");
    preparing = setTimeout(prepare, PREPARE_AGAIN_AFTER);
  };
  stack.defer(() => {
    closed = true;
    clearTimeout(preparing);
  });
  void prepare();
  return history;
}
