// The broker as the settings ask for it: the embedded one, or a client of somebody else's.

import type { Broker } from "../broker/broker.ts";
import { openEmbedded } from "../broker/open-embedded.ts";
import type { Settings } from "../config/settings.ts";
import type { HealthCheck } from "../model/gateway-view.ts";
import type { Intake } from "../model/intake.ts";
import type { Site } from "../model/site.ts";
import type { Store } from "../store/open-store.ts";
import type { Log } from "./log.ts";

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
  /** Kept up to date. */
  readonly checks: { broker: HealthCheck };
};

export async function openBroker(needs: BrokerNeeds, stack: AsyncDisposableStack): Promise<OpenedBroker> {
  const { settings, site, store, intake, log, checks } = needs;
  if (settings.broker) {
    const { openExternal } = await import("../broker/open-external.ts");
    const onState = ({ connected, error }: { readonly connected: boolean; readonly error?: string }): void => {
      const whole = connected && error === undefined;
      checks.broker = whole ? { status: "ok" } : { status: "degraded", detail: error ?? "not connected" };
    };
    checks.broker = { status: "degraded", detail: "not connected yet" };
    const url = settings.broker;
    return { broker: stack.use(openExternal({ url, clientId: `anju-${site.id}`, site, intake, log, onState })) };
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
  });
  return { broker: stack.use(embedded), embedded };
}
