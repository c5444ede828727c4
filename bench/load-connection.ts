// One MQTT connection of the load generator: a raw socket that writes frames made beforehand and counts PUBACKs.

import { connect, type Socket } from "node:net";
import { connectFrame, type Ring } from "./load-frames.ts";

export type LoadConnection = {
  readonly sent: () => number;
  readonly acked: () => number;
  readonly isUp: () => boolean;
  /** Acknowledgements that came in another order than their messages. */
  readonly outOfOrder: () => number;
  readonly localPort: () => number;
  /** Sends as long as the window allows. */
  readonly pump: () => void;
  /** Sends one message now, if the window allows. */
  readonly one: () => boolean;
  readonly end: () => void;
};

export type ConnectionOptions = {
  readonly host: string;
  /** Asked at each attempt: a gateway that was started again may listen elsewhere. */
  readonly port: () => number;
  readonly localAddress?: string;
  readonly clientId: string;
  readonly keepAlive: number;
  readonly qos: 0 | 1;
  /** Without one the connection stays silent. */
  readonly ring?: Ring;
  /** Messages in flight at most. */
  readonly window: number;
  /** One write, and so one TCP segment, for each message. */
  readonly single: boolean;
  /** Comes back after a cut and goes on after the last acknowledged message. */
  readonly reconnect: boolean;
  /** How many messages it may send in all; asked before each write. */
  readonly limit: () => number;
  readonly onUp: () => void;
  readonly onDown: (error: Error | undefined) => void;
  readonly onAcked: (from: number, to: number) => void;
};

export function createLoadConnection(options: ConnectionOptions): LoadConnection {
  const { ring, qos, window, single } = options;
  const chunk = Math.max(1, window >> 2);
  let socket: Socket;
  let up = false;
  let ended = false;
  let sent = 0;
  let acked = 0;
  let outOfOrder = 0;
  let greeting = 4;
  let rest = Buffer.alloc(0);

  const take = (count: number, lastId: number): void => {
    if (count === 0) return;
    const from = acked;
    acked += count;
    if (lastId !== ((acked - 1) % 65_535) + 1) outOfOrder += 1;
    options.onAcked(from, acked);
  };

  const read = (data: Buffer): void => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, data]) : data;
    let at = 0;
    if (greeting > 0) {
      if (bytes.length < 4) {
        rest = Buffer.from(bytes);
        return;
      }
      if (bytes[3] !== 0) return void socket.destroy(new Error(`refused with CONNACK ${bytes[3]}`));
      greeting = 0;
      at = 4;
      up = true;
      options.onUp();
    }
    const whole = (bytes.length - at) >> 2;
    const end = at + whole * 4;
    if (whole > 0) take(whole, ((bytes[end - 2] as number) << 8) | (bytes[end - 1] as number));
    rest = end < bytes.length ? Buffer.from(bytes.subarray(end)) : Buffer.alloc(0);
    if (!ended && ring && !paced) pump();
  };

  const write = (from: number, to: number): void => {
    if (!ring) return;
    const first = from % ring.slots;
    const last = first + (to - from);
    const bytes = ring.bytes.subarray(ring.starts[first], ring.starts[last]);
    if (qos === 1) socket.write(bytes);
    else
      socket.write(bytes, (error) => {
        if (error) return;
        const before = acked;
        acked = to;
        options.onAcked(before, to);
        if (!ended && !paced) pump();
      });
  };

  let paced = true;
  const pump = (): void => {
    if (!up || !ring) return;
    paced = false;
    const limit = options.limit();
    const most = Math.min(acked + window, limit);
    if (most - sent < (single ? 1 : Math.min(chunk, limit - sent)) || most <= sent) return;
    socket.cork();
    if (single) socket.uncork();
    while (sent < most) {
      const end = single ? sent + 1 : Math.min(most, sent + (ring.slots - (sent % ring.slots)));
      for (let k = sent; k < end; k += 1) ring.stamp(k);
      const from = sent;
      sent = end;
      write(from, end);
    }
    if (!single) socket.uncork();
  };

  const open = (): void => {
    greeting = 4;
    rest = Buffer.alloc(0);
    sent = acked;
    const { host, localAddress } = options;
    socket = connect({ host, port: options.port(), ...(localAddress !== undefined && { localAddress }) });
    socket.setNoDelay(true);
    let failure: Error | undefined;
    socket.on("connect", () => socket.write(connectFrame(options.clientId, options.keepAlive)));
    socket.on("data", read);
    socket.on("error", (error) => {
      failure = error;
    });
    socket.on("close", () => {
      up = false;
      if (ended) return;
      options.onDown(failure);
      if (options.reconnect) setTimeout(() => !ended && open(), 50);
    });
  };
  open();

  return {
    sent: () => sent,
    acked: () => acked,
    isUp: () => up,
    outOfOrder: () => outOfOrder,
    localPort: () => socket.localPort ?? 0,
    pump,
    one: () => {
      if (!up || !ring || sent - acked >= window || sent >= options.limit()) return false;
      ring.stamp(sent);
      sent += 1;
      write(sent - 1, sent);
      return true;
    },
    end: () => {
      ended = true;
      up = false;
      socket.destroy();
    },
  };
}
