// Hands messages that somebody hears, or that are kept, to aedes in the order they came: aedes drops one that overtakes.

import type { AedesPublishPacket, Client } from "aedes";

type Waiting = {
  readonly packet: AedesPublishPacket;
  readonly client: Client | null;
  readonly done: (error?: Error) => void;
};

export type FanOut = {
  /** `done` is called when every live subscriber has it in its socket's buffer. */
  readonly add: (packet: AedesPublishPacket, client: Client | null, done: (error?: Error) => void) => void;
  /** Payload bytes handed over and not done. */
  readonly bytes: () => number;
};

/** aedes takes a different number of microtasks for each, and tells messages apart by a rising number. */
const paceOf = ({ qos, retain }: AedesPublishPacket): number => (qos > 0 ? 2 : 0) + (retain ? 1 : 0);

/**
 * aedes numbers messages when they are handed over and gives each subscriber only rising numbers; but a QoS 0 message is
 * delivered at once and a QoS 1 or retained one a few microtasks later, and would then be taken for a duplicate. So
 * messages of another pace wait for the next turn of the event loop.
 */
export const createFanOut = (
  publish: (packet: AedesPublishPacket, client: Client | null, done: (error?: Error) => void) => void,
): FanOut => {
  let queue: Waiting[] = [];
  let head = 0;
  let bytes = 0;
  let scheduled = false;

  const drain = (): void => {
    scheduled = false;
    const first = queue[head];
    const pace = first === undefined ? 0 : paceOf(first.packet);
    for (; head < queue.length; head++) {
      const { packet, client, done } = queue[head] as Waiting;
      if (paceOf(packet) !== pace) {
        schedule();
        return;
      }
      const size = packet.payload.length;
      publish(packet, client, (error) => {
        bytes -= size;
        done(error);
      });
    }
    queue = [];
    head = 0;
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(drain);
  };

  return {
    add: (packet, client, done) => {
      bytes += packet.payload.length;
      queue.push({ packet, client, done });
      schedule();
    },
    bytes: () => bytes,
  };
};
