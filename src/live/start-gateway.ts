// Starts the live gateway: opens the edges in order, wires them to the pipeline, and closes them in reverse. The broker opens last and closes first.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { schedule as scheduleCron } from "node-cron";
import { openApi } from "../api/open-api.ts";
import type { Broker } from "../broker/broker.ts";
import type { Settings } from "../config/settings.ts";
import { createHistoryLines } from "../history/create-history-lines.ts";
import { type HistoryThread, openHistoryThread } from "../history/open-history-thread.ts";
import { faultJson } from "../model/fault-json.ts";
import type { GatewayChange, Health, HealthCheck } from "../model/gateway-view.ts";
import type { Site } from "../model/site.ts";
import { ticketJson } from "../model/ticket-json.ts";
import { openNotifier } from "../notify/open-notifier.ts";
import { adminToken } from "../store/admin-token.ts";
import type { Store } from "../store/open-store.ts";
import type { TlsFiles } from "./check-tls.ts";
import { createMeasures } from "./create-measures.ts";
import { createView } from "./create-view.ts";
import { createCredentialActs } from "./credential-acts.ts";
import { openCredentialWatch } from "./credential-watch.ts";
import type { Log } from "./log.ts";
import { openBroker } from "./open-broker.ts";
import { openDataFolder, unusable } from "./open-data-folder.ts";
import { openMemory } from "./open-memory.ts";
import { StartupError } from "./startup-error.ts";
import { certificateHealth, openTlsFiles } from "./tls-files.ts";
import { REPORT_EVERY, selfReport, withSelf } from "./watch-self.ts";

/** How often time passes when no message arrives, ms. */
const TICK_EVERY = 100;
/** At a stop: how long history may take for what waits, and the channels for what is to be told; the rest waits on disk, ms. */
const SHIP_WITHIN = 4_000;
const TELL_WITHIN = 1_000;
const PREPARE_AGAIN_AFTER = 10_000;

export type Live = {
  readonly httpPort: number;
  /** undefined with an external broker. */
  readonly mqttPort: number | undefined;
  readonly loginLink: () => string;
  /** The admin token was made by this start. */
  readonly firstStart: boolean;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

/** A stranger on the network must not be able to publish: refuses to listen to one without any credential. */
function refuseOpenDoor(settings: Settings, store: Store): void {
  if (isLoopback(settings.host) || settings.broker || settings.tlsCa || store.credentials.any()) return;
  throw new StartupError({
    en: `--host ${settings.host} would let strangers publish: no device credential exists yet. Make one with "npm run anju -- device add DEVICE", or stay on 127.0.0.1.`,
    zh: `--host ${settings.host} 会让陌生人上报数据：尚无任何设备凭证。请先运行 "npm run anju -- device add 设备编号"，或使用 127.0.0.1。`,
  });
}

function openHistory(
  { influx, data }: Settings,
  hears: Pick<Parameters<typeof openHistoryThread>[0], "log" | "onState" | "onRefused">,
): Promise<HistoryThread> {
  const { version, ...server } = influx ?? {};
  return openHistoryThread({
    settings: {
      database: "anju",
      ...server,
      ...(version && { version: Number(version) as 1 | 2 | 3 }),
      file: join(data, "history.db"),
    },
    spoolFolder: join(data, "spool"),
    ...hears,
  });
}

/** @throws StartupError, or an error with a `hint`, when an edge cannot be opened; nothing stays half-started. */
export async function startGateway(settings: Settings, community: Site, log: Log): Promise<Live> {
  const site = withSelf(community);
  await using stack = new AsyncDisposableStack();
  const { tlsCert: cert, tlsKey: key, tlsCa: ca } = settings;
  let renewTls = (_files: TlsFiles): void => {};
  const tls =
    cert === undefined || key === undefined
      ? null
      : stack.use(openTlsFiles({ cert, key, ...(ca && { ca }) }, { log, onChange: (files) => renewTls(files) }));
  const store = stack.use(openDataFolder(settings, site, stack));
  refuseOpenDoor(settings, store);
  const admin = adminToken(settings.data, settings.adminToken);
  let started = false;
  // A start that failed has shown nobody the login link: the next one makes it anew.
  stack.defer(() => {
    if (admin.isNew && !started) rmSync(join(settings.data, "admin.token"), { force: true });
  });
  let clock = 0;
  const now = (): number => {
    clock = Math.max(clock, Date.now());
    return clock;
  };
  const checks: Record<"history" | "broker", HealthCheck> = { history: { status: "ok" }, broker: { status: "ok" } };
  const listeners = new Set<(change: GatewayChange) => void>();
  const flooding = new Set<string>();
  let broker: Broker | null = null;
  const stream = (name: "faults" | "tickets", body: object): void =>
    void broker
      ?.publish(`${site.topicRoot}/${site.id}/gateway/${name}`, JSON.stringify(body))
      .catch((error: Error) => log.debug({ err: error }, "a stream message was not published"));
  let tell = (_changes: readonly GatewayChange[]): void => {};

  const history = stack.use(
    await openHistory(settings, {
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
      throw unusable(settings.data, error);
    }),
  );
  const historyLines = createHistoryLines(site, settings.publicUrl, (reason) =>
    log.warn({ reason }, "a reading could not be written to history"),
  );
  const memory = await openMemory({
    folder: settings.data,
    site,
    store,
    history,
    historyLines,
    log,
    now,
    sync: process.env.ANJU_JOURNAL_SYNC !== "off",
    afterWrite: (changes) => tell(changes),
    onBroken(error) {
      log.fatal({ err: error }, "the checkpoint thread broke; the gateway ends and must be started again");
      process.exit(1);
    },
  }).catch((error: unknown) => {
    throw unusable(settings.data, error);
  });
  const { core } = memory;
  stack.defer(async () => {
    await memory.close();
    await history.flush(SHIP_WITHIN);
  });
  const gateway = core.gateway();

  let preparing: NodeJS.Timeout | undefined;
  /** Creates the database when it is missing, as soon as the server can be asked. */
  const prepare = async (): Promise<void> => {
    const { ok, detail } = await history.prepare();
    if (ok) return;
    log.warn({ detail }, "history is not prepared yet; trying again");
    preparing = setTimeout(prepare, PREPARE_AGAIN_AFTER);
  };
  stack.defer(() => clearTimeout(preparing));
  void prepare();
  const notifier = stack.use(
    openNotifier({
      site,
      outbox: store.outbox,
      log,
      now,
      publish: (topic, payload) =>
        broker?.publish(topic, payload) ?? Promise.reject(new Error("the broker is not open")),
    }),
  );
  tell = (changes) => {
    notifier.nudge();
    for (const change of changes) {
      for (const listener of listeners) listener(change);
      if (change.type === "fault") stream("faults", { type: change.event.type, ...faultJson(change.event.fault) });
      if (change.type === "ticket") stream("tickets", ticketJson(change.change.ticket));
    }
  };

  const measured = stack.use(
    createMeasures({
      folder: settings.data,
      memory,
      store,
      history,
      now,
      broker: () => ({ clients: broker?.clients() ?? 0, flooding: flooding.size }),
      certificateUntil: () => tls?.expiresAt() ?? null,
    }),
  );
  function health(): Health {
    const failing = Object.entries(notifier.state()).flatMap(([id, { failing }]) => (failing ? [id] : []));
    const notices: HealthCheck =
      failing.length > 0 ? { status: "degraded", detail: failing.join(", ") } : { status: "ok" };
    const all: Record<string, HealthCheck> = { store: core.storeCheck(), ...checks, notices };
    if (tls) all.certificate = certificateHealth(tls.expiresAt(), now());
    const states = Object.values(all).map(({ status }) => status);
    const status = states.includes("down") ? "down" : states.includes("degraded") ? "degraded" : "ok";
    return { status, checks: all };
  }
  const { counters, measures } = measured;
  const view = createView({
    site,
    core,
    store,
    faults: memory.faults,
    history,
    now,
    counters,
    measures,
    health,
    listeners,
  });

  const { credentials } = store;
  const own = new Set(community.devices.map(({ id }) => id));
  let cut = (_id: string): void => {};
  const watch = stack.use(openCredentialWatch({ credentials, onGone: (id) => cut(id), log }));
  let takeMqttSocket: NonNullable<Parameters<typeof openApi>[0]["onMqttSocket"]> = (socket) => socket.close(1013);
  const api = stack.use(
    await openApi({
      view,
      host: settings.host,
      port: settings.httpPort,
      adminToken: admin.token,
      log,
      ...(tls && { tls: tls.current() }),
      credentials: createCredentialActs({ credentials, isDevice: (id) => own.has(id), now, onChange: watch.look }),
      ...(settings.publicUrl && { publicUrl: settings.publicUrl }),
      onMqttSocket: (socket, request) => takeMqttSocket(socket, request),
    }),
  );

  const ticking = setInterval(core.tick, TICK_EVERY);
  const failingChannels = (): number => Object.values(notifier.state()).filter(({ failing }) => failing).length;
  const reporting = setInterval(
    () => core.reportSelf(JSON.stringify(selfReport(health(), measures(), failingChannels()))),
    REPORT_EVERY,
  );
  const minutely = scheduleCron("* * * * *", async () => {
    measured.turn();
    core.lines(historyLines.minute(gateway.desk.tickets(), view.devices(), counters(), now()));
    memory.faults.prune(now());
    const { ok, detail } = await history.housekeep(now());
    if (!ok) log.warn({ detail }, "history's housekeeping failed");
  });
  const daily = scheduleCron("20 3 * * *", () => store.housekeep(now()));
  stack.defer(async () => {
    clearInterval(ticking);
    clearInterval(reporting);
    await Promise.all([minutely.destroy(), daily.destroy()]);
  });

  const onFlooding = (device: string, isFlooding: boolean): void => {
    if (isFlooding) flooding.add(device);
    else flooding.delete(device);
  };
  const opened = await openBroker(
    { settings, site, store, intake: core.intake, log, checks, onFlooding, ...(tls && { tls: tls.current() }) },
    stack,
  );
  broker = opened.broker;
  takeMqttSocket = opened.embedded?.handleWebSocket ?? takeMqttSocket;

  const { embedded } = opened;
  if (embedded) cut = embedded.disconnect;
  renewTls = (files) => {
    api.renewTls(files);
    embedded?.renewTls(files);
  };
  // What was renewed while the edges opened.
  if (tls) renewTls(tls.current());

  started = true;
  const kept = stack.move();
  return {
    httpPort: api.port,
    mqttPort: opened.embedded?.port,
    loginLink: api.loginLink,
    firstStart: admin.isNew,
    async [Symbol.asyncDispose]() {
      // While there is still a broker to tell it through.
      await notifier.flush(TELL_WITHIN);
      await kept.disposeAsync();
    },
  };
}
