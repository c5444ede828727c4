// Who may say and hear what on the broker: the rules of the contract's section 2 as pure functions over topics.

import { type Text, text } from "../model/text.ts";
import { filterCovers, filtersOverlap } from "./topic-filter.ts";

export type Credential = {
  /** The user name: a device's, a source's or a reader's id. */
  readonly id: string;
  readonly type: "device" | "source" | "reader" | "gateway";
  /** A source's own topic filters, such as `lc/+/data`. */
  readonly topics?: readonly string[];
};

/** What the store knows of secrets. `any` is asked often: it must be cheap. */
export type Credentials = {
  readonly any: () => boolean;
  readonly verify: (user: string, secret: string) => Credential | null;
};

/** Whoever holds a connection. */
export type Principal = Credential | { readonly id: "anonymous"; readonly type: "anonymous" };

export type Entry =
  | { readonly principal: Principal }
  | { readonly refused: "no-credential-defined" | "credential-missing" | "credential-wrong"; readonly hint: Text };

export type Access = {
  readonly identify: (who: {
    readonly user: string | undefined;
    readonly secret: string | undefined;
    readonly loopback: boolean;
  }) => Entry;
  readonly mayPublish: (principal: Principal, topic: string) => boolean;
  readonly maySubscribe: (principal: Principal, filter: string) => boolean;
  /** Whether the broker keeps the message as a topic's last value; elsewhere the retain flag is cleared. */
  readonly mayRetain: (principal: Principal, topic: string) => boolean;
  /** Topics on which only the gateway speaks: its streams and every device's `command`. */
  readonly isOurs: (topic: string) => boolean;
  /** What a refused client's owner should do. */
  readonly adviseOn: (principal: Principal, act: "publish" | "subscribe", topic: string) => Text;
};

const anonymous: Principal = { id: "anonymous", type: "anonymous" };

const refusals = {
  "no-credential-defined": text(
    "Connections from other machines need a credential: create one with `npm run anju -- device add`.",
    "来自其他主机的连接必须使用凭证：请用 `npm run anju -- device add` 创建。",
  ),
  "credential-missing": text(
    "Set user name (the device or source id) and password: credentials are in use, so anonymous clients are refused.",
    "请设置用户名（设备或数据源编号）和密码：系统已启用凭证，不再接受匿名连接。",
  ),
  "credential-wrong": text(
    "User name or password is wrong: the user name is the device or source id; renew the secret with `npm run anju -- device rotate`.",
    "用户名或密码错误：用户名为设备或数据源编号；可用 `npm run anju -- device rotate` 更换密钥。",
  ),
} as const satisfies Record<string, Text>;

/**
 * The access rules of one site.
 * A device's message on a channel that does not exist is let through under its own prefix, and so is any unprotected
 * topic of an anonymous client on loopback: a refusal would close the connection and the device would be stuck on that
 * message for ever (contract, section 2); the ingest stage quarantines it as `bad-topic`.
 */
export const createAccess = (options: {
  readonly site: { readonly id: string; readonly topicRoot: string };
  readonly kindOf: (device: string) => string | undefined;
  readonly credentials: Credentials;
}): Access => {
  const { credentials, kindOf } = options;
  const prefix = `${options.site.topicRoot}/${options.site.id}/`;
  const streams = `${prefix}gateway/#`;
  const ownStatus = `${prefix}gateway/status`;

  /** Levels below the site: kind, device, channel; null outside the site. */
  const levelsOf = (topic: string): readonly string[] | null =>
    topic.startsWith(prefix) ? topic.slice(prefix.length).split("/") : null;
  const isOurs = (topic: string): boolean => {
    const levels = levelsOf(topic);
    return levels !== null && (levels[0] === "gateway" || levels[2] === "command");
  };
  const sourceStatus = (id: string) => `${prefix}source/${id}/status`;

  const mayPublish = (principal: Principal, topic: string): boolean => {
    if (topic.startsWith("$")) return false;
    if (principal.type === "gateway") return true;
    if (isOurs(topic)) return false;
    if (principal.type === "anonymous") return !credentials.any();
    if (principal.type === "source")
      return topic === sourceStatus(principal.id) || (principal.topics ?? []).some((own) => filterCovers(own, topic));
    if (principal.type === "reader") return false;
    const levels = levelsOf(topic);
    if (levels === null || levels.length < 3 || levels[1] !== principal.id) return false;
    const kind = kindOf(principal.id);
    return kind === undefined || kind === levels[0];
  };

  const maySubscribe = (principal: Principal, filter: string): boolean => {
    if (filter.startsWith("$")) return false;
    if (principal.type === "gateway") return true;
    if (principal.type === "reader") return filterCovers(streams, filter);
    if (principal.type === "device") return filterCovers(`${prefix}+/${principal.id}/command`, filter);
    if (principal.type === "source" || credentials.any()) return false;
    return (
      filter === ownStatus || (filterCovers(`${prefix}#`, filter) && !filtersOverlap(`${prefix}gateway/+`, filter))
    );
  };

  const mayRetain = (principal: Principal, topic: string): boolean => {
    if (principal.type === "gateway") return true;
    if (principal.type === "source" && topic === sourceStatus(principal.id)) return true;
    const levels = levelsOf(topic);
    if (levels?.length !== 3 || levels[2] !== "status") return false;
    // Only registered devices: the number of kept values stays bounded.
    return levels[1] !== undefined && kindOf(levels[1]) === levels[0];
  };

  const adviseOn = (principal: Principal, act: "publish" | "subscribe", topic: string): Text => {
    const asked = topic.slice(0, 200);
    const kind = kindOf(principal.id) ?? "{kind}";
    const own: Record<Principal["type"], Text> = {
      device:
        act === "publish"
          ? same(`${prefix}${kind}/${principal.id}/telemetry|event|status`)
          : same(`${prefix}${kind}/${principal.id}/command`),
      source:
        act === "publish"
          ? same([...((principal.type === "source" && principal.topics) || []), sourceStatus(principal.id)].join(", "))
          : text("nothing", "无"),
      reader: act === "publish" ? text("nothing", "无") : same(streams),
      anonymous:
        act === "publish"
          ? same(`${prefix}{kind}/{device}/telemetry|event|status`)
          : same(`${prefix}{kind}/…, ${prefix}+/+/telemetry|event|status`),
      gateway: text("everything but $-topics", "除 $ 开头以外的主题"),
    };
    const allowed = own[principal.type];
    return act === "publish"
      ? text(
          `"${principal.id}" may not publish on "${asked}"; allowed: ${allowed.en}. Correct the topic, or use the credential that owns it.`,
          `“${principal.id}”无权向“${asked}”发布；允许：${allowed.zh}。请改正主题，或使用该主题所属的凭证。`,
        )
      : text(
          `"${principal.id}" may not subscribe to "${asked}"; allowed: ${allowed.en}. Shared ($share) and $SYS subscriptions are not offered; the gateway's streams need a reader credential.`,
          `“${principal.id}”无权订阅“${asked}”；允许：${allowed.zh}。不提供共享订阅（$share）和 $SYS；网关的主题需要读取凭证。`,
        );
  };

  return {
    identify: ({ user, secret, loopback }) => {
      const refuse = (refused: keyof typeof refusals): Entry => ({ refused, hint: refusals[refused] });
      if (!credentials.any()) return loopback ? { principal: anonymous } : refuse("no-credential-defined");
      if (user === undefined || secret === undefined) return refuse("credential-missing");
      const principal = credentials.verify(user, secret);
      return principal === null ? refuse("credential-wrong") : { principal };
    },
    mayPublish,
    maySubscribe,
    mayRetain,
    isOurs,
    adviseOn,
  };
};

const same = (name: string): Text => text(name, name);
