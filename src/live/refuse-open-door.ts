// A stranger on the network must not be able to publish: the gateway does not listen to one without any credential.

import type { Settings } from "../config/settings.ts";
import type { Store } from "../store/open-store.ts";
import { StartupError } from "./startup-error.ts";

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

/** @throws StartupError where strangers could publish. */
export function refuseOpenDoor(settings: Settings, store: Pick<Store, "credentials">): void {
  if (isLoopback(settings.host) || settings.broker || settings.tlsCa || store.credentials.any()) return;
  throw new StartupError({
    en: `--host ${settings.host} would let strangers publish: no device credential exists yet. Make one with "npm run anju -- device add DEVICE", or stay on 127.0.0.1.`,
    zh: `--host ${settings.host} 会让陌生人上报数据：尚无任何设备凭证。请先运行 "npm run anju -- device add 设备编号"，或使用 127.0.0.1。`,
  });
}
