// Starts the live gateway: opens the edges in order, wires them to the pipeline, and closes them in reverse. The broker opens last and closes first.

import { schedule as scheduleCron } from "node-cron";
import { type Api, openApi } from "./api/open-api.ts";
import type { Broker } from "./broker/broker.ts";
import { openEmbedded } from "./broker/open-embedded.ts";
import type { Settings } from "./config/settings.ts";
import { createGateway } from "./gateway.ts";
import { createHistoryLines } from "./history/create-history-lines.ts";
import { openHistory } from "./history/open-history.ts";
import { openShipper } from "./history/shipper.ts";
import { createView } from "./live-view.ts";
import type { Log } from "./log.ts";
import type { FaultEvent } from "./model/fault.ts";
import { faultJson } from "./model/fault-json.ts";
import type { Counters, GatewayChange, Health, HealthCheck } from "./model/gateway-view.ts";
import type { RawMessage } from "./model/reading.ts";
import type { Result } from "./model/result.ts";
import type { Site } from "./model/site.ts";
import type { Ticket } from "./model/ticket.ts";
import { ticketJson } from "./model/ticket-json.ts";
import { openNotifier } from "./notify/open-notifier.ts";
import { remember } from "./remember.ts";
import { StartupError } from "./startup-error.ts";
import { adminToken } from "./store/admin-token.ts";
import { createGroup } from "./store/create-group.ts";
import { openStore, type Store } from "./store/open-store.ts";

/** How long a group of messages collects before it is written, ms. */
const GROUP_AFTER = 4;
/** How often time passes when no message arrives, ms. */
const TICK_EVERY = 100;
const FLUSH_WITHIN = 4_000;
const TELL_WITHIN = 1_000;
const PREPARE_AGAIN_AFTER = 10_000;
const COMPLAIN_EVERY = 10_000;

export type Live = {
  readonly httpPort: number;
  /** undefined with an external broker. */
  readonly mqttPort: number | undefined;
  readonly loginLink: () => string;
  /** The admin token was made by this start. */
  readonly firstStart: boolean;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const loopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

function openStoreOrExplain(settings: Settings, log: Log): Store {
  try {
    return openStore(settings.data, (lines) => log.error({ lines }, "the spool is full: oldest lines dropped"));
  } catch (error) {
    const why = (error as Error).message;
    throw new StartupError(
      {
        en: `The data folder ${settings.data} cannot be used: ${why} Choose a writable folder with --data DIR.`,
        zh: `数据目录 ${settings.data} 无法使用：${why} 请用 --data DIR 指定可写目录。`,
      },
      error,
    );
  }
}

/** @throws StartupError when an edge cannot be opened; nothing stays half-started. */
export async function startGateway(settings: Settings, site: Site, log: Log): Promise<Live> {
  await using stack = new AsyncDisposableStack();
  const store = stack.use(openStoreOrExplain(settings, log));
  if (!loopback(settings.host) && !settings.broker && !store.credentials.any())
    throw new StartupError({
      en: `--host ${settings.host} would let strangers publish: no device credential exists yet. Make one with "npm run anju -- device add DEVICE", or stay on 127.0.0.1.`,
      zh: `--host ${settings.host} 会让陌生人上报数据：尚无任何设备凭证。请先运行 "npm run anju -- device add 设备编号"，或使用 127.0.0.1。`,
    });
  const { token, isNew } = adminToken(settings.data, settings.adminToken);
  const { influx } = settings;
  const { version, ...server } = influx ?? {};
  const history = stack.use(
    openHistory({
      database: "anju",
      ...server,
      ...(version && { version: Number(version) as 1 | 2 | 3 }),
      file: `${settings.data}/history.db`,
    }),
  );

  let clock = Date.now();
  const now = (): number => {
    clock = Math.max(clock, Date.now());
    return clock;
  };
  const startedAt = now();
  const counts = { received: 0, kept: 0, repeated: 0, faultsOpened: 0, ticketsOpened: 0, ...store.counters() };
  const rejected: Record<string, number> = {};
  for (const [name, value] of Object.entries(store.counters()))
    if (name.startsWith("rejected.")) rejected[name.slice(9)] = value;
  const listeners = new Set<(change: GatewayChange) => void>();
  let changes: GatewayChange[] = [];
  let dirty = false;
  let broker: Broker | null = null;
  const checks: Record<string, HealthCheck> = {
    store: { status: "ok" },
    history: { status: "ok" },
    broker: { status: "ok" },
  };

  const devices = new Map(site.devices.map((device) => [device.id, device]));
  const remembered = remember(store);
  const historyLines = createHistoryLines(site, settings.publicUrl, (reason) =>
    log.warn({ reason }, "a reading could not be written to history"),
  );
  const gateway = createGateway(
    site,
    startedAt,
    remembered,
    {
      reading(device, reading) {
        counts.kept += 1;
        group.lines(historyLines.reading(device, reading));
        touch(device.id);
      },
      event(device, event) {
        counts.kept += 1;
        group.lines(historyLines.event(device, event));
        touch(device.id);
      },
      status(device, status) {
        if (!status.retained) group.lines(historyLines.status(device, status));
        touch(device.id);
      },
      repeated(count) {
        counts.repeated += count;
      },
      refused(one) {
        rejected[one.reason] = (rejected[one.reason] ?? 0) + 1;
        group.refused(one);
        if (one.device !== null) touch(one.device);
      },
      fault(event) {
        if (event.type === "opened") counts.faultsOpened += 1;
        group.fault(event.fault);
        group.lines(historyLines.fault(event));
        tellOnline(event);
        touch(event.fault.asset);
        changes.push({ type: "fault", event });
      },
      ticket(change) {
        if (change.event?.type === "opened") counts.ticketsOpened += 1;
        const record = gateway.desk.record(change.ticket.id);
        if (record) group.ticket(record);
        if (change.event) group.lines(historyLines.ticket(change.ticket, change.event));
        changes.push({ type: "ticket", change });
      },
      notice: (notice) => group.notice(notice),
    },
    startedAt,
  );
  const group = createGroup(
    store,
    {
      memoryOf: (id) => ({ detect: gateway.detector.memory(id), ingest: gateway.ingestMemory(id) }),
      pending: gateway.desk.pending,
    },
    new Map(remembered.desk.records.map(({ header, events }) => [header.id, events.length])),
  );
  /** `offline` opens and ends without a word from the device: history's `status` follows it. */
  function tellOnline({ type, at, fault: { asset, fault } }: FaultEvent): void {
    if (fault !== "offline" || (type !== "opened" && type !== "resumed" && type !== "cleared")) return;
    const device = devices.get(asset);
    const status = type === "cleared" ? "online" : "offline";
    if (device) group.lines(historyLines.status(device, { device: asset, at, status, retained: false }));
  }
  function touch(id: string): void {
    group.device(id);
    changes.push({ type: "device", id });
    if (dirty) return;
    dirty = true;
    setTimeout(write, GROUP_AFTER);
  }

  let complainedAt = 0;
  let queueTold = false;
  /** Writes the group; what the disk refuses is kept, unacknowledged, and tried again with the next tick. */
  function write(): void {
    dirty = false;
    if (changes.some(({ type }) => type === "ticket") && !queueTold) {
      queueTold = true;
      group.lines(historyLines.queue(gateway.desk.tickets(), now()));
    }
    try {
      group.write();
    } catch (error) {
      checks.store = { status: "down", detail: (error as Error).message };
      if (Date.now() - complainedAt > COMPLAIN_EVERY) log.error({ err: error }, "the disk refuses to store");
      complainedAt = Date.now();
      return;
    }
    checks.store = { status: "ok" };
    const told = changes;
    changes = [];
    queueTold = false;
    if (told.length === 0) return;
    shipper.nudge();
    notifier.nudge();
    for (const change of told) {
      for (const listener of listeners) listener(change);
      publish(change);
    }
  }
  const stream = (name: string, body: unknown): void =>
    void broker
      ?.publish(`${site.topicRoot}/${site.id}/gateway/${name}`, JSON.stringify(body))
      .catch((error: Error) => log.debug({ err: error }, "a stream message was not published"));
  function publish(change: GatewayChange): void {
    if (change.type === "fault") stream("faults", { type: change.event.type, ...faultJson(change.event.fault) });
    if (change.type === "ticket") stream("tickets", ticketJson(change.change.ticket));
  }

  const shipper = stack.use(
    openShipper({
      spool: store.spool,
      history,
      log,
      onState: ({ reachable, error }) => {
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
  /** Creates the database when it is missing, as soon as the server can be asked. */
  const prepare = async (): Promise<void> => {
    const { ok, detail } = await history.prepare();
    if (ok) return;
    log.warn({ detail }, "history is not prepared yet; trying again");
    preparing = setTimeout(prepare, PREPARE_AGAIN_AFTER);
  };
  let preparing: NodeJS.Timeout | undefined;
  stack.defer(() => clearTimeout(preparing));
  void prepare();
  const notifier = stack.use(
    openNotifier({
      site,
      outbox: store.outbox,
      log,
      now,
      publish: (topic, payload) => {
        if (!broker) throw new Error("the broker is not open yet");
        return broker.publish(topic, payload);
      },
    }),
  );

  const perform = (work: (at: number) => Result<Ticket>): Result<Ticket> => {
    const result = work(now());
    write();
    return result;
  };
  const counters = (): Counters => ({
    received: counts.received,
    kept: counts.kept,
    repeated: counts.repeated,
    rejected,
    faultsOpened: counts.faultsOpened,
    ticketsOpened: counts.ticketsOpened,
    waiting: store.spool.waiting().lines,
    shipped: shipper.counts().shipped,
    refusedByHistory: shipper.counts().refused,
    noticesWaiting: Object.values(store.outbox.waiting()).reduce((sum, n) => sum + n, 0),
  });
  function health(): Health {
    const failing = Object.entries(notifier.state()).filter(([, state]) => state.failing);
    const all: Record<string, HealthCheck> = {
      ...checks,
      notices:
        failing.length === 0 ? { status: "ok" } : { status: "degraded", detail: failing.map(([id]) => id).join(", ") },
    };
    const states = Object.values(all).map(({ status }) => status);
    return { status: states.includes("down") ? "down" : states.includes("degraded") ? "degraded" : "ok", checks: all };
  }
  const view = createView({ site, gateway, store, history, now, counters, health, perform, listeners });

  let mqttSockets: Parameters<typeof openApi>[0]["onMqttSocket"];
  const api: Api = stack.use(
    await openApi({
      view,
      host: settings.host,
      port: settings.httpPort,
      adminToken: token,
      log,
      ...(settings.publicUrl && { publicUrl: settings.publicUrl }),
      onMqttSocket: (socket, request) => mqttSockets?.(socket, request) ?? socket.close(1013),
    }),
  );

  const tick = setInterval(() => {
    gateway.onTick(now());
    if (!group.isEmpty() && !dirty) write();
  }, TICK_EVERY);
  stack.defer(() => clearInterval(tick));
  const minutely = scheduleCron("* * * * *", () => {
    group.lines(historyLines.minute(gateway.desk.tickets(), view.devices(), counters(), now()));
    store.saveCounters({
      ...counts,
      ...Object.fromEntries(Object.entries(rejected).map(([reason, n]) => [`rejected.${reason}`, n])),
    });
    void history.housekeep(now()).then(({ ok, detail }) => {
      if (!ok) log.warn({ detail }, "history's housekeeping failed");
    });
  });
  const daily = scheduleCron("20 3 * * *", () => store.housekeep(now()));
  stack.defer(() => Promise.all([minutely.destroy(), daily.destroy()]).then(() => undefined));

  /** Everything that was taken is written, shipped and told, as far as the far ends allow; the rest waits on disk. */
  stack.defer(async () => {
    gateway.onTick(now());
    write();
    store.saveCounters({
      ...counts,
      ...Object.fromEntries(Object.entries(rejected).map(([reason, n]) => [`rejected.${reason}`, n])),
    });
    await shipper.flush(FLUSH_WITHIN);
  });

  const onMessage = (raw: RawMessage): Promise<void> => {
    counts.received += 1;
    gateway.onMessage({ ...raw, at: Math.max(raw.at, clock) });
    clock = Math.max(raw.at, clock);
    const stored = group.onDisk();
    if (!dirty) {
      dirty = true;
      setTimeout(write, GROUP_AFTER);
    }
    return stored;
  };
  let mqttPort: number | undefined;
  if (settings.broker) {
    const { openExternal } = await import("./broker/open-external.ts");
    broker = stack.use(
      openExternal({
        url: settings.broker,
        clientId: `anju-${site.id}`,
        site,
        onMessage,
        log,
        onState: ({ connected, error }) => {
          checks.broker = connected ? { status: "ok" } : { status: "degraded", detail: error ?? "not connected" };
        },
      }),
    );
  } else {
    const embedded = stack.use(
      await openEmbedded({
        host: settings.host,
        port: settings.mqttPort,
        site,
        kindOf: (id) => devices.get(id)?.kind,
        credentials: store.credentials,
        onMessage,
        log,
      }),
    );
    broker = embedded;
    mqttPort = embedded.port;
    mqttSockets = embedded.handleWebSocket;
  }

  const opened = stack.move();
  return {
    httpPort: api.port,
    mqttPort,
    loginLink: api.loginLink,
    firstStart: isNew,
    async [Symbol.asyncDispose]() {
      // While there is still a broker to tell it through; what cannot be told now waits on disk.
      await notifier.flush(TELL_WITHIN);
      await opened.disposeAsync();
    },
  };
}
