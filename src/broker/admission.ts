// The embedded broker's front door: CONNECT packets are let in, slowed down or refused with the reason in the log.

import type { AuthenticateError, Client, ConnectPacket } from "aedes";
import { text } from "../model/text.ts";
import type { Access, Principal } from "./access.ts";
import { createLoginBrake } from "./login-brake.ts";

/** Where a connection comes from. */
export type Peer = {
  readonly address: string;
  /** On this machine, and not on behalf of another. */
  readonly loopback: boolean;
  /** Raises the frame limit once the client is known. */
  readonly accept: () => void;
};

type Sentence = (key: string, fields: object, message: string) => void;
const identifierRejected = Buffer.from([0x20, 0x02, 0x00, 0x02]);

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
} as const;

const refusal = (message: string, returnCode: 3 | 4 | 5): AuthenticateError =>
  Object.assign(new Error(message), { returnCode }) as AuthenticateError;

/** aedes's `preConnect` and `authenticate`, and who each client turned out to be. */
export const createAdmission = (options: {
  readonly access: Access;
  readonly peerOf: (client: Client) => Peer;
  readonly warn: Sentence;
}) => {
  const { access, peerOf, warn } = options;
  const brake = createLoginBrake();
  const principals = new WeakMap<Client, Principal>();
  const waiting = new Set<NodeJS.Timeout>();

  const preConnect = (
    client: Client,
    packet: ConnectPacket,
    done: (error: Error | null, successful: boolean) => void,
  ): void => {
    const { address } = peerOf(client);
    if (packet.protocolVersion === 5)
      warn(
        `version ${address}`,
        { address, clientId: packet.clientId.slice(0, 100), hint: hints.version },
        "an MQTT 5 client was refused",
      );
    if (packet.clientId === "" && !packet.clean) {
      warn(
        `identifier ${address}`,
        { address, hint: hints.identifier },
        "an empty client id without clean session was refused",
      );
      client.conn.end(identifierRejected, () => client.conn.destroy());
      done(null, false);
      return;
    }
    // A session belongs to its user: nobody takes over another's by using the same client id.
    if (packet.username && packet.clientId !== "") packet.clientId = `${packet.username}/${packet.clientId}`;
    done(null, true);
  };

  const decide = (
    client: Client,
    user: string | undefined,
    secret: string | undefined,
    done: (error: AuthenticateError | null, successful: boolean | null) => void,
  ): void => {
    const peer = peerOf(client);
    const entry = access.identify({ user, secret, loopback: peer.loopback });
    if ("principal" in entry) {
      brake.succeeded(peer.address);
      principals.set(client, entry.principal);
      peer.accept();
      done(null, true);
      return;
    }
    if (entry.refused === "credential-wrong") brake.failed(peer.address, Date.now());
    const fields = { address: peer.address, user: user?.slice(0, 100), reason: entry.refused, hint: entry.hint };
    warn(`login ${peer.address} ${fields.user}`, fields, "a log-in was refused");
    done(refusal(entry.refused, entry.refused === "credential-wrong" ? 4 : 5), false);
  };

  const authenticate = (
    client: Client,
    user: string | undefined,
    password: Buffer | undefined,
    done: (error: AuthenticateError | null, successful: boolean | null) => void,
  ): void => {
    const { address } = peerOf(client);
    const secret = password?.toString("utf8");
    const delay = brake.wait(address, Date.now());
    if (delay === 0) {
      decide(client, user, secret, done);
      return;
    }
    warn(`brake ${address}`, { address, hint: hints.braked }, "log-ins from this address are slowed down");
    if (delay === null) {
      done(refusal("too many failed log-ins", 3), false);
      return;
    }
    const timer = setTimeout(() => {
      waiting.delete(timer);
      if (!client.closed) decide(client, user, secret, done);
    }, delay);
    waiting.add(timer);
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
