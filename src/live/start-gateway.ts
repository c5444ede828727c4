// Starts the live gateway: opens the edges in order, wires them to the pipeline, and closes them in reverse. The broker opens last and closes first.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { schedule as scheduleCron } from "node-cron";
import { openApi } from "../api/open-api.ts";
import type { Broker } from "../broker/broker.ts";
import { openEmbedded } from "../broker/open-embedded.ts";
import type { Settings } from "../config/settings.ts";
import { openHistory } from "../history/open-history.ts";
import { openShipper } from "../history/shipper.ts";
import { faultJson } from "../model/fault-json.ts";
import type { Counters, GatewayChange, Health, HealthCheck } from "../model/gateway-view.ts";
import type { Site } from "../model/site.ts";
import { ticketJson } from "../model/ticket-json.ts";
import { openNotifier } from "../notify/open-notifier.ts";
import { adminToken } from "../store/admin-token.ts";
import { lockFolder } from "../store/lock-folder.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { createCore } from "./create-core.ts";
import { createCounts } from "./create-counts.ts";
import { createView } from "./create-view.ts";
import type { Log } from "./log.ts";
import { StartupError } from "./startup-error.ts";

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

/** The folder locked for this gateway and its store open, or why not. */
function openDataFolder(settings: Settings, site: Site, log: Log, stack: AsyncDisposableStack): Store {
  try {
    const locked = lockFolder(settings.data, site.id);
    if (!locked.ok) throw new StartupError(locked.hint);
    stack.use(locked.lock);
    return openStore(settings.data, (lines) => log.error({ lines }, "the spool is full: oldest lines dropped"));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const why = (error as Error).message;
    throw new StartupError(
      {
        en: `The data folder ${settings.data} cannot be used: ${why} Choose a writable folder with --data DIR (ANJU_DATA).`,
        zh: `数据目录 ${settings.data} 无法使用：${why} 请用 --data 目录（或 ANJU_DATA）指定可写目录。`,
      },
      error,
    );
  }
}

/** A stranger on the network must not be able to publish: refuses to listen to one without any credential. */
function refuseOpenDoor(settings: Settings, store: Store): void {
  if (isLoopback(settings.host) || settings.broker || store.credentials.any()) return;
  throw new StartupError({
    en: `--host ${settings.host} would let strangers publish: no device credential exists yet. Make one with "npm run anju -- device add DEVICE", or stay on 127.0.0.1.`,
    zh: `--host ${settings.host} 会让陌生人上报数据：尚无任何设备凭证。请先运行 "npm run anju -- device add 设备编号"，或使用 127.0.0.1。`,
  });
}

/** Silence here would leave passwords on the wire that somebody believes encrypted. */
function refuseTls({ tlsCert, tlsKey }: Settings): void {
  if (tlsCert === undefined && tlsKey === undefined) return;
  throw new StartupError({
    en: "This version does not speak TLS yet. Leave out --tls-cert and --tls-key (ANJU_TLS_CERT, ANJU_TLS_KEY) and put a proxy that does in front.",
    zh: "当前版本尚不支持 TLS。请去掉 --tls-cert 与 --tls-key（ANJU_TLS_CERT、ANJU_TLS_KEY），并在前面放置支持 TLS 的代理。",
  });
}

const historyOf = ({ influx, data }: Settings) => {
  const { version, ...server } = influx ?? {};
  return openHistory({
    database: "anju",
    ...server,
    ...(version && { version: Number(version) as 1 | 2 | 3 }),
    file: `${data}/history.db`,
  });
};

/** @throws StartupError, or an error with a `hint`, when an edge cannot be opened; nothing stays half-started. */
export async function startGateway(settings: Settings, site: Site, log: Log): Promise<Live> {
  refuseTls(settings);
  await using stack = new AsyncDisposableStack();
  const store = stack.use(openDataFolder(settings, site, log, stack));
  refuseOpenDoor(settings, store);
  const admin = adminToken(settings.data, settings.adminToken);
  let started = false;
  // A start that failed has shown nobody the login link: the next one makes it anew.
  stack.defer(() => {
    if (admin.isNew && !started) rmSync(join(settings.data, "admin.token"), { force: true });
  });
  const history = stack.use(historyOf(settings));
  const counts = createCounts(store);
  let clock = 0;
  const now = (): number => {
    clock = Math.max(clock, Date.now());
    return clock;
  };

  const checks: Record<"history" | "broker", HealthCheck> = { history: { status: "ok" }, broker: { status: "ok" } };
  const listeners = new Set<(change: GatewayChange) => void>();
  let broker: Broker | null = null;
  const stream = (name: "faults" | "tickets", body: object): void =>
    void broker
      ?.publish(`${site.topicRoot}/${site.id}/gateway/${name}`, JSON.stringify(body))
      .catch((error: Error) => log.debug({ err: error }, "a stream message was not published"));

  const core = createCore({
    site,
    store,
    log,
    now,
    counts,
    publicUrl: settings.publicUrl,
    afterWrite(changes) {
      shipper.nudge();
      notifier.nudge();
      for (const change of changes) {
        for (const listener of listeners) listener(change);
        if (change.type === "fault") stream("faults", { type: change.event.type, ...faultJson(change.event.fault) });
        if (change.type === "ticket") stream("tickets", ticketJson(change.change.ticket));
      }
    },
  });
  const { gateway } = core;

  const shipper = stack.use(
    openShipper({
      spool: store.spool,
      history,
      log,
      onState: ({ reachable, error }) => {
        if (reachable && checks.history.status !== "ok") log.info("history is reachable again");
        checks.history = reachable ? { status: "ok" } : { status: "degraded", detail: error ?? "unreachable" };
      },
      onRefused: (line, serverWords) =>
        store.quarantine({
          at: now(),
          topic: "history",
          device: null,
          reason: "bad-point",
          detail: serverWords,
          payload: line,
        }),
    }),
  );
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

  const counters = (): Counters => ({
    ...counts.all(),
    waiting: store.spool.waiting().lines,
    shipped: shipper.counts().shipped,
    refusedByHistory: shipper.counts().refused,
    noticesWaiting: Object.values(store.outbox.waiting()).reduce((sum, n) => sum + n, 0),
  });
  function health(): Health {
    const failing = Object.entries(notifier.state()).flatMap(([id, { failing }]) => (failing ? [id] : []));
    const notices: HealthCheck =
      failing.length > 0 ? { status: "degraded", detail: failing.join(", ") } : { status: "ok" };
    const all: Health["checks"] = { store: core.storeCheck(), ...checks, notices };
    const states = Object.values(all).map(({ status }) => status);
    const status = states.includes("down") ? "down" : states.includes("degraded") ? "degraded" : "ok";
    return { status, checks: all };
  }
  const { perform } = core;
  const view = createView({ site, gateway, store, history, now, counters, health, perform, listeners });

  let takeMqttSocket: NonNullable<Parameters<typeof openApi>[0]["onMqttSocket"]> = (socket) => socket.close(1013);
  const api = stack.use(
    await openApi({
      view,
      host: settings.host,
      port: settings.httpPort,
      adminToken: admin.token,
      log,
      ...(settings.publicUrl && { publicUrl: settings.publicUrl }),
      onMqttSocket: (socket, request) => takeMqttSocket(socket, request),
    }),
  );

  const ticking = setInterval(core.tick, TICK_EVERY);
  const minutely = scheduleCron("* * * * *", async () => {
    core.lines((lines) => lines.minute(gateway.desk.tickets(), view.devices(), counters(), now()));
    counts.save();
    const { ok, detail } = await history.housekeep(now());
    if (!ok) log.warn({ detail }, "history's housekeeping failed");
  });
  const daily = scheduleCron("20 3 * * *", () => store.housekeep(now()));
  stack.defer(async () => {
    clearInterval(ticking);
    await Promise.all([minutely.destroy(), daily.destroy()]);
    core.tick();
    counts.save();
    await shipper.flush(SHIP_WITHIN);
  });

  const { onMessage } = core;
  let mqttPort: number | undefined;
  if (settings.broker) {
    const { openExternal } = await import("../broker/open-external.ts");
    const onState = ({ connected, error }: { readonly connected: boolean; readonly error?: string }): void => {
      const whole = connected && error === undefined;
      checks.broker = whole ? { status: "ok" } : { status: "degraded", detail: error ?? "not connected" };
    };
    checks.broker = { status: "degraded", detail: "not connected yet" };
    broker = stack.use(
      openExternal({ url: settings.broker, clientId: `anju-${site.id}`, site, onMessage, log, onState }),
    );
  } else {
    const kinds = new Map(site.devices.map(({ id, kind }) => [id, kind]));
    const embedded = await openEmbedded({
      host: settings.host,
      port: settings.mqttPort,
      site,
      kindOf: (id) => kinds.get(id),
      credentials: store.credentials,
      onMessage,
      log,
    });
    broker = stack.use(embedded);
    mqttPort = embedded.port;
    takeMqttSocket = embedded.handleWebSocket;
  }

  started = true;
  const opened = stack.move();
  return {
    httpPort: api.port,
    mqttPort,
    loginLink: api.loginLink,
    firstStart: admin.isNew,
    async [Symbol.asyncDispose]() {
      // While there is still a broker to tell it through.
      await notifier.flush(TELL_WITHIN);
      await opened.disposeAsync();
    },
  };
}
