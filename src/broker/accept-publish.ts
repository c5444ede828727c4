// What the embedded broker does with the messages that take their way through aedes, QoS 2 and wills: check the rules, hand them to the intake, answer when they are on disk.

import type { Client, PublishPacket } from "aedes";
import type { Intake } from "../model/intake.ts";
import type { Access, Principal } from "./access.ts";
import { largestRetained } from "./front.ts";
import { topicProblem } from "./routes.ts";

/**
 * aedes's `authorizePublish`, its only hook before PUBREC. `stop` refuses everything from then on, without an
 * acknowledgement; `idle` resolves when what came before is on disk and answered.
 */
export const createPublishGate = (options: {
  readonly access: Access;
  readonly topicLevels: number;
  readonly principalOf: (client: Client) => Principal | undefined;
  /** Whether a QoS 2 message waits for its PUBREL already. */
  readonly isKnown: (client: Client, packet: PublishPacket) => Promise<boolean>;
  readonly intake: Intake;
  /** What the client sent after it may be read now. */
  readonly handedOn: (client: Client) => void;
  readonly warn: (key: string, client: Client, fields: object, message: string) => void;
}) => {
  const { access, intake, principalOf, warn } = options;
  let stopped = false;
  let waiting = 0;
  const whenIdle: (() => void)[] = [];

  const refused = (client: Client, principal: Principal, topic: string): void => {
    const hint = access.adviseOn(principal, "publish", topic);
    warn("publish", client, { topic: topic.slice(0, 200), hint }, "a publish was refused");
  };
  const notTaken = (client: Client, topic: string): void =>
    warn("store", client, { topic: topic.slice(0, 200) }, "a message was not taken; its client will send it again");

  const judge = (principal: Principal | undefined, client: Client, topic: string): Error | null => {
    // Wills come with their closed client; without one come only wills of other brokers, and we are alone.
    if (principal === undefined || stopped) return new Error("not accepted");
    const problem = topicProblem(topic, options.topicLevels);
    if (problem !== null) return new Error(problem);
    if (access.mayPublish(principal, topic)) return null;
    refused(client, principal, topic);
    return new Error("publish refused");
  };
  const take = (client: Client, packet: PublishPacket, done: (error: Error | null) => void): void => {
    const { topic, payload } = packet;
    if (!intake.take({ at: Date.now(), topic, payload: payload as Buffer }, packet.qos)) {
      notTaken(client, topic);
      done(new Error("not taken"));
      return;
    }
    waiting += 1;
    intake.whenOnDisk(() => {
      waiting -= 1;
      done(null);
      if (waiting === 0) for (const wake of whenIdle.splice(0)) wake();
    });
  };

  const authorizePublish = (
    client: Client | null,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): void => {
    if (client === null) {
      done(new Error("not accepted"));
      return;
    }
    const principal = principalOf(client);
    const answer = (error: Error | null): void => {
      done(error);
      options.handedOn(client);
    };
    const problem = judge(principal, client, packet.topic);
    if (problem !== null || principal === undefined) {
      answer(problem);
      return;
    }
    if (packet.retain)
      packet.retain = packet.payload.length <= largestRetained && access.mayRetain(principal, packet.topic);
    if (access.isOurs(packet.topic)) {
      answer(null);
      return;
    }
    if (packet.qos === 2 && packet.dup) {
      // A message that is sent again before its PUBREL counts once.
      options.isKnown(client, packet).then((known) => {
        if (known) return answer(null);
        take(client, packet, done);
        options.handedOn(client);
      });
      return;
    }
    take(client, packet, done);
    options.handedOn(client);
  };

  return {
    authorizePublish,
    refused,
    notTaken,
    stop: (): void => {
      stopped = true;
    },
    idle: (): Promise<void> => (waiting === 0 ? Promise.resolve() : new Promise((done) => whenIdle.push(done))),
  };
};
