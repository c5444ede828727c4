// What the embedded broker does with each PUBLISH and each will before it acknowledges: check the rules, hand it to the disk, answer in order.

import type { Client, PublishPacket } from "aedes";
import type { Access, Principal } from "./access.ts";
import { createAnswerQueue } from "./answer-in-order.ts";
import type { MessageHandler } from "./broker.ts";

/** Longer values of `status` are passed on, but not kept as the topic's last value. */
const largestRetained = 1024;

/**
 * aedes's `authorizePublish`, its only hook before PUBACK. `stop` refuses everything from then on, without an
 * acknowledgement; `idle` resolves when what came before is on disk and answered.
 */
export const createPublishGate = (options: {
  readonly access: Access;
  readonly principalOf: (client: Client) => Principal | undefined;
  /** Whether a QoS 2 message waits for its PUBREL already. */
  readonly isKnown: (client: Client, packet: PublishPacket) => Promise<boolean>;
  readonly onMessage: MessageHandler;
  readonly warn: (key: string, client: Client, fields: object, message: string) => void;
}) => {
  const { access, principalOf, warn } = options;
  const answers = createAnswerQueue();
  let stopped = false;

  const store = (packet: PublishPacket): Promise<void> | undefined => {
    try {
      return options.onMessage({ at: Date.now(), topic: packet.topic, payload: packet.payload }) ?? undefined;
    } catch (error) {
      return Promise.reject(error);
    }
  };
  /** A QoS 2 message that is sent again before its PUBREL counts once. */
  const storeUnlessKnown = async (client: Client, packet: PublishPacket): Promise<void> => {
    if (!(await options.isKnown(client, packet))) await store(packet);
  };

  const authorizePublish = (
    client: Client | null,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): void => {
    // Wills come with their closed client; without one come only wills of other brokers, and we are alone.
    const principal = client === null ? undefined : principalOf(client);
    if (client === null || principal === undefined || stopped) {
      answers.add(Promise.reject(new Error("not accepted")), done);
      return;
    }
    if (!access.mayPublish(principal, packet.topic)) {
      const hint = access.adviseOn(principal, "publish", packet.topic);
      warn("publish", client, { topic: packet.topic.slice(0, 200), hint }, "a publish was refused");
      answers.add(Promise.reject(new Error("publish refused")), done);
      return;
    }
    if (packet.retain)
      packet.retain = packet.payload.length <= largestRetained && access.mayRetain(principal, packet.topic);
    if (access.isOurs(packet.topic)) {
      answers.add(undefined, done);
      return;
    }
    const work = packet.qos === 2 && packet.dup ? storeUnlessKnown(client, packet) : store(packet);
    answers.add(work, (error) => {
      if (error !== null) {
        const fields = { topic: packet.topic.slice(0, 200), error: error.message };
        warn("store", client, fields, "a message could not be stored; its client will send it again");
      }
      done(error);
    });
  };

  return {
    authorizePublish,
    stop: (): void => {
      stopped = true;
    },
    idle: answers.idle,
  };
};
