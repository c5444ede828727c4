// The embedded broker's log-in: CONNECT packets are let in, slowed down or refused with the reason in the log.

import type { AuthenticateError, Client, ConnectPacket } from "aedes";
import { type Text, text } from "../model/text.ts";
import type { Access, Entry, Principal } from "./access.ts";
import type { Peer } from "./connection.ts";
import { createLoginBrake } from "./login-brake.ts";

type Sentence = (key: string, fields: object, message: string) => void;
type Decided = (error: AuthenticateError | null, successful: boolean | null) => void;

const identifierRejected = Buffer.of(0x20, 0x02, 0x00, 0x02);
/** CONNACK of MQTT 5: no session, reason 0x84 (unsupported protocol version), no properties (MQTT 5, 3.2.2.2). */
const unsupportedVersion = Buffer.of(0x20, 0x03, 0x00, 0x84, 0x00);

const hints = {
  version: text(
    "This broker speaks MQTT 3.1.1: set the client's protocol version to 3.1.1 (4).",
    "本代理使用 MQTT 3.1.1：请将客户端协议版本设为 3.1.1（4）。",
  ),
  identifier: text(
    "An empty client id needs a clean session (MQTT 3.1.1, 3.1.3): give the client an id, or set clean session.",
    "客户端编号为空时必须使用 clean session（MQTT 3.1.1，3.1.3 节）：请设置客户端编号，或启用 clean session。",
  ),
  braked: text(
    "Too many failed log-ins from this address: correct the password; attempts are looked at ever more slowly.",
    "该地址登录失败次数过多：请改正密码，后续尝试将被逐步延迟处理。",
  ),
  taken: text(
    "Two clients use this client id and keep closing each other's connection: give each its own client id.",
    "两个客户端使用同一客户端编号，互相断开对方：请为每个客户端设置不同的编号。",
  ),
  certificate: text(
    "The client's certificate names another device than its user name: leave the user name out, or use that device's certificate.",
    "客户端证书所属设备与用户名不一致：请去掉用户名，或使用该设备自己的证书。",
  ),
} as const satisfies Record<string, Text>;

/** Honest clients take over their own dead connection now and then: five times a minute are free. */
const takingOver = { free: 5, firstDelay: 1_000, forgetAfter: 60_000 };

const refusal = (message: string, returnCode: 3 | 4 | 5): AuthenticateError =>
  Object.assign(new Error(message), { returnCode }) as AuthenticateError;

/** aedes's `preConnect` and `authenticate`, and who each client turned out to be. */
export const createAdmission = (options: {
  readonly access: Access;
  readonly peerOf: (client: Client) => Peer;
  /** Seconds; 0: none. aedes is not to look after it: it does not see all packets. */
  readonly keepAlive: (client: Client, seconds: number) => void;
  /** Whether another live connection holds this client id. */
  readonly isTaken: (client: Client) => boolean;
  readonly refused: () => void;
  readonly warn: Sentence;
}) => {
  const { access, peerOf, warn } = options;
  const brake = createLoginBrake();
  const takeovers = createLoginBrake(takingOver);
  const principals = new WeakMap<Client, Principal>();
  const waiting = new Set<NodeJS.Timeout>();

  const turnAway = (client: Client, answer: Buffer): void => {
    options.refused();
    client.conn.end(answer, () => client.conn.destroy());
  };
  const preConnect = (
    client: Client,
    packet: ConnectPacket,
    done: (error: Error | null, successful: boolean) => void,
  ): void => {
    const { address, certified } = peerOf(client);
    if (packet.protocolVersion === 5) {
      const fields = { address, clientId: packet.clientId.slice(0, 100), hint: hints.version };
      warn(`version ${address}`, fields, "an MQTT 5 client was refused");
      turnAway(client, unsupportedVersion);
      done(null, false);
      return;
    }
    if (packet.clientId === "" && !packet.clean) {
      const fields = { address, hint: hints.identifier };
      warn(`identifier ${address}`, fields, "an empty client id without clean session was refused");
      turnAway(client, identifierRejected);
      done(null, false);
      return;
    }
    options.keepAlive(client, packet.keepalive ?? 0);
    packet.keepalive = 0;
    // A session belongs to its user: nobody takes over another's by using the same client id.
    const user = packet.username || certified;
    if (user && packet.clientId !== "") packet.clientId = `${user}/${packet.clientId}`;
    done(null, true);
  };

  const after = (client: Client, delay: number, act: () => void): void => {
    if (delay === 0) {
      act();
      return;
    }
    const timer = setTimeout(() => {
      waiting.delete(timer);
      if (!client.closed) act();
    }, delay);
    waiting.add(timer);
  };
  const letIn = (client: Client, principal: Principal, done: Decided): void => {
    const wait = takeovers.wait(client.id, Date.now());
    if (wait !== 0)
      warn(`taken ${client.id}`, { client: client.id.slice(0, 100), hint: hints.taken }, "a client id is fought over");
    if (wait === null) {
      options.refused();
      done(refusal("client id is fought over", 3), false);
      return;
    }
    // Known before the wait: who is revoked meanwhile is cut like any other.
    principals.set(client, principal);
    after(client, wait, () => {
      if (options.isTaken(client)) takeovers.failed(client.id, Date.now());
      done(null, true);
    });
  };
  const refuse = (client: Client, user: string | undefined, reason: string, hint: Text, done: Decided): void => {
    const { address } = peerOf(client);
    const fields = { address, user: user?.slice(0, 100), reason, hint };
    warn(`login ${address} ${fields.user}`, fields, "a log-in was refused");
    options.refused();
    done(refusal(reason, reason === "credential-wrong" ? 4 : 5), false);
  };
  const decide = (client: Client, user: string | undefined, secret: string | undefined, done: Decided): void => {
    const { address, loopback } = peerOf(client);
    const entry: Entry = access.identify({ user, secret, loopback });
    if ("principal" in entry) {
      brake.succeeded(address);
      letIn(client, entry.principal, done);
      return;
    }
    if (entry.refused === "credential-wrong") brake.failed(address, Date.now());
    refuse(client, user, entry.refused, entry.hint, done);
  };

  const authenticate = (
    client: Client,
    user: string | undefined,
    password: Buffer | undefined,
    done: Decided,
  ): void => {
    const { address, certified } = peerOf(client);
    if (certified !== undefined) {
      if (user && user !== certified) refuse(client, user, "certificate-other", hints.certificate, done);
      else letIn(client, { id: certified, type: "device" }, done);
      return;
    }
    const secret = password?.toString("utf8");
    const delay = brake.wait(address, Date.now());
    if (delay !== 0)
      warn(`brake ${address}`, { address, hint: hints.braked }, "log-ins from this address are slowed down");
    if (delay === null) {
      options.refused();
      done(refusal("too many failed log-ins", 3), false);
      return;
    }
    after(client, delay, () => decide(client, user, secret, done));
  };

  return {
    preConnect,
    authenticate,
    principalOf: (client: Client): Principal | undefined => principals.get(client),
    /** Drops the log-ins that are being held back. */
    stop: (): void => {
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
};
