// The broker as the settings ask for it: the embedded one, or a client of somebody else's.

import type { Broker } from "../broker/broker.ts";
import { openEmbedded } from "../broker/open-embedded.ts";
import type { Settings } from "../config/settings.ts";
import type { HealthCheck } from "../model/gateway-view.ts";
import type { Intake } from "../model/intake.ts";
import type { Site } from "../model/site.ts";
import type { Store } from "../store/open-store.ts";
import type { TlsFiles } from "./check-tls.ts";
import type { Log } from "./log.ts";
import { readNamedFile } from "./tls-files.ts";

type Embedded = Awaited<ReturnType<typeof openEmbedded>>;

export type OpenedBroker = {
  readonly broker: Broker;
  /** Only of the embedded one. */
  readonly embedded?: Embedded;
};

export type BrokerNeeds = {
  readonly settings: Settings;
  readonly site: Site;
  readonly store: Pick<Store, "credentials">;
  readonly intake: Intake;
  readonly log: Log;
  readonly tls?: TlsFiles;
  /** A device is slowed down for sending too much, or no longer. */
  readonly onFlooding: (device: string, isFlooding: boolean) => void;
  /** Kept up to date. */
  readonly checks: { broker: HealthCheck };
};

export async function openBroker(needs: BrokerNeeds, stack: AsyncDisposableStack): Promise<OpenedBroker> {
  const { settings, site, store, intake, log, tls, checks } = needs;
  if (settings.broker) {
    const { openExternal } = await import("../broker/open-external.ts");
    const onState = ({ connected, error }: { readonly connected: boolean; readonly error?: string }): void => {
      const whole = connected && error === undefined;
      checks.broker = whole ? { status: "ok" } : { status: "degraded", detail: error ?? "not connected" };
    };
    checks.broker = { status: "degraded", detail: "not connected yet" };
    const { broker: url, brokerUsername: username, brokerPassword: password, brokerCa } = settings;
    const account = {
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(brokerCa !== undefined && { ca: readNamedFile("ANJU_BROKER_CA", brokerCa) }),
    };
    return {
      broker: stack.use(openExternal({ url, ...account, clientId: `anju-${site.id}`, site, intake, log, onState })),
    };
  }
  const kinds = new Map(site.devices.map(({ id, kind }) => [id, kind]));
  const embedded = await openEmbedded({
    host: settings.host,
    port: settings.mqttPort,
    site,
    kindOf: (id) => kinds.get(id),
    credentials: store.credentials,
    intake,
    log,
    ...(tls && { tls }),
    // For measurements only: a load generator is a device that floods.
    ...(process.env.ANJU_MQTT_LIMITS === "off" && {
      limits: { perClient: { messagesPerSecond: 0, bytesPerSecond: 0, burst: 0 } },
    }),
    onFlooding: (device, isFlooding) => {
      if (isFlooding) log.warn({ device }, "a device sends more than it may and is slowed down");
      else log.info({ device }, "a device no longer sends more than it may");
      needs.onFlooding(device, isFlooding);
    },
  });
  return { broker: stack.use(embedded), embedded };
}
