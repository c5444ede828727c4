// Starts the live gateway: opens the edges in order, wires them to the pipeline, and closes them in reverse. The broker opens last and closes first.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { schedule as scheduleCron } from "node-cron";
import { openApi } from "../api/open-api.ts";
import { withAreas } from "../config/area-devices.ts";
import type { Settings } from "../config/settings.ts";
import { createHistoryLines } from "../history/create-history-lines.ts";
import { faultJson } from "../model/fault-json.ts";
import type { GatewayChange, Health, HealthCheck } from "../model/gateway-view.ts";
import type { Site } from "../model/site.ts";
import { isoInstant, ticketJson } from "../model/ticket-json.ts";
import { openNotifier } from "../notify/open-notifier.ts";
import { adminToken } from "../store/admin-token.ts";
import { attachmentsKeptSince, forgetAttachments } from "../store/attachment-retention.ts";
import { openFaultArchive } from "../store/fault-archive.ts";
import { serverKey } from "../store/server-key.ts";
import { dailyCount } from "../tickets/daily-count.ts";
import { shiftSheet } from "../tickets/shift-sheet.ts";
import { calendarHealth } from "./calendar-health.ts";
import { createMeasures } from "./create-measures.ts";
import { createView } from "./create-view.ts";
import { createCredentialActs } from "./credential-acts.ts";
import { openCredentialWatch } from "./credential-watch.ts";
import type { Log } from "./log.ts";
import { type OpenedBroker, openBroker } from "./open-broker.ts";
import { openDataFolder, orUnusable, unusable } from "./open-data-folder.ts";
import { openHistory } from "./open-history.ts";
import { openMemory } from "./open-memory.ts";
import { openTidying } from "./open-tidying.ts";
import { createPastFaults } from "./past-faults.ts";
import { createPastPlan } from "./past-plan.ts";
import { refuseOpenDoor } from "./refuse-open-door.ts";
import { rememberPlan } from "./remember-plan.ts";
import { certificateHealth, openTlsFiles } from "./tls-files.ts";
import { REPORT_EVERY, selfReport, withSelf } from "./watch-self.ts";

/** How often time passes when no message arrives, ms. */
const TICK_EVERY = 100;
/** At a stop: how long history may take for what waits, and the channels for what is to be told; the rest waits on disk, ms. */
const SHIP_WITHIN = 4_000;
const TELL_WITHIN = 1_000;
const noClients = { clients: 0, refusedConnections: 0, droppedForSlowness: 0 };

export type Live = {
  readonly httpPort: number;
  /** undefined with an external broker. */
  readonly mqttPort: number | undefined;
  readonly loginLink: () => string;
  /** The admin token was made by this start. */
  readonly firstStart: boolean;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** @throws StartupError, or an error with a `hint`, when an edge cannot be opened; nothing stays half-started. */
export async function startGateway(settings: Settings, community: Site, log: Log): Promise<Live> {
  const site = withAreas(withSelf(community));
  await using stack = new AsyncDisposableStack();
  const { tlsCert: cert, tlsKey: key, tlsCa: ca } = settings;
  let renewTls = (): void => {};
  const tls =
    cert === undefined || key === undefined
      ? null
      : stack.use(openTlsFiles({ cert, key, ...(ca && { ca }) }, { log, onChange: () => renewTls() }));
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
  let opened: OpenedBroker | null = null;
  /** The body is made only for somebody who listens. */
  const stream = (name: "blind-spots" | "faults" | "tickets", body: () => object): void => {
    const topic = `${site.topicRoot}/${site.id}/gateway/${name}`;
    if (!opened?.broker.hears(topic)) return;
    opened.broker
      .publish(topic, JSON.stringify(body()))
      .catch((error: Error) => log.debug({ err: error }, "a stream message was not published"));
  };
  let tell = (_changes: readonly GatewayChange[]): void => {};

  const history = await openHistory({ settings, store, log, now, checks }, stack);
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
    notBefore(at) {
      if (at - Date.now() > 60_000)
        log.warn(
          { ahead: at - Date.now() },
          "the machine's clock is behind what it was; time waits until it has caught up",
        );
      clock = Math.max(clock, at);
    },
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
  const archive = stack.use(orUnusable(settings, () => openFaultArchive(settings.data)));
  const { firstAt, runs } = memory.runs();
  const { designRatio } = gateway.coverage;
  const planRows = orUnusable(settings, () =>
    rememberPlan({ site, designRatio, store, firstAt, since: runs.at(-1)?.since ?? firstAt, log }),
  );

  const notifier = stack.use(
    openNotifier({
      site,
      outbox: store.outbox,
      log,
      now,
      publish: (topic, payload) =>
        opened?.broker.publish(topic, payload) ?? Promise.reject(new Error("the broker is not open")),
    }),
  );
  tell = (changes) => {
    if (changes.some(({ type }) => type === "ticket")) notifier.nudge();
    for (const change of changes) {
      for (const listener of listeners) listener(change);
      if (change.type === "fault")
        stream("faults", () => ({ type: change.event.type, ...faultJson(change.event.fault) }));
      if (change.type === "ticket") stream("tickets", () => ticketJson(change.change.ticket));
      if (change.type === "coverage")
        stream("blind-spots", () => ({ ...change.state, at: isoInstant(change.state.at) }));
    }
  };

  const measured = stack.use(
    createMeasures({
      folder: settings.data,
      memory,
      store,
      history,
      now,
      broker: () => ({ ...noClients, ...opened?.embedded?.stats(), flooding: flooding.size }),
      certificateUntil: () => tls?.expiresAt() ?? null,
    }),
  );
  function health(): Health {
    const failing = Object.entries(notifier.state()).flatMap(([id, { failing }]) => (failing ? [id] : []));
    const notices: HealthCheck =
      failing.length > 0 ? { status: "degraded", detail: failing.join(", ") } : { status: "ok" };
    const all: Record<string, HealthCheck> = { store: core.storeCheck(), ...checks, notices };
    const calendar = calendarHealth(site.calendar.unknownFrom, now());
    if (calendar) all.calendar = calendar;
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
    past: { faults: createPastFaults(archive, memory.faults), runs: memory.runs, plan: createPastPlan(site, planRows) },
    history,
    now,
    counters,
    measures,
    health,
    listeners,
  });

  const { credentials } = store;
  const own = new Set(community.devices.map(({ id }) => id));
  const onGone = (id: string): void => opened?.embedded?.disconnect(id);
  const watch = stack.use(openCredentialWatch({ credentials, onGone, log }));
  const onChange = (): void => {
    store.sync();
    watch.look();
  };
  const api = stack.use(
    await openApi({
      view,
      host: settings.host,
      port: settings.httpPort,
      adminToken: admin.token,
      log,
      ...(tls && { tls: tls.current() }),
      counting: { dailyCount, shiftSheet },
      labelKey: serverKey(join(settings.data, "server.key")),
      attachmentFolder: join(settings.data, "attachments"),
      credentials: createCredentialActs({ credentials, isDevice: (id) => own.has(id), now, onChange }),
      ...(settings.publicUrl && { publicUrl: settings.publicUrl }),
      onMqttSocket: (socket, request) => {
        if (opened?.embedded) opened.embedded.handleWebSocket(socket, request);
        else socket.close(1013);
      },
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
    const more = { areas: gateway.coverage.states(now()), measures: measures() };
    core.lines(historyLines.minute(gateway.desk.tickets(), view.standings(), counters(), now(), more));
    memory.faults.prune(now());
    const { ok, detail } = await history.housekeep(now());
    if (!ok) log.warn({ detail }, "history's housekeeping failed");
  });
  const daily = scheduleCron("20 3 * * *", () => {
    store.housekeep(now());
    try {
      forgetAttachments(join(settings.data, "attachments"), attachmentsKeptSince(now(), site.retention.attachments));
    } catch (error) {
      log.warn({ err: error }, "files of old tickets cannot be deleted; tried again tomorrow");
    }
  });
  stack.defer(async () => {
    clearInterval(ticking);
    clearInterval(reporting);
    await Promise.all([minutely.destroy(), daily.destroy()]);
  });

  const onFlooding = (device: string, isFlooding: boolean): void => {
    if (isFlooding) flooding.add(device);
    else flooding.delete(device);
  };
  const present = tls ? { tls: tls.current() } : {};
  opened = await openBroker({ settings, site, store, intake: core.intake, log, checks, onFlooding, ...present }, stack);
  const { embedded } = opened;
  renewTls = () => {
    if (!tls) return;
    api.renewTls(tls.current());
    embedded?.renewTls(tls.current());
  };
  // What was renewed while the edges opened.
  renewTls();
  if (embedded) stack.use(openTidying(embedded.clients));

  started = true;
  const kept = stack.move();
  return {
    httpPort: api.port,
    mqttPort: embedded?.port,
    loginLink: api.loginLink,
    firstStart: admin.isNew,
    async [Symbol.asyncDispose]() {
      // While there is still a broker to tell it through.
      await notifier.flush(TELL_WITHIN);
      await kept.disposeAsync();
    },
  };
}
