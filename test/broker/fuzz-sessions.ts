// Mutated MQTT sessions against a broker: nearly right, then broken; the same seed gives the same bytes.

import { connect } from "node:net";

/** A small generator of numbers in [0, 1): the same for the same seed. */
const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
const topics = ["telemetry", "event", "status", "command", "", "+", "#", "\u0000", "é漢字", "x/".repeat(40)];
const filters = ["#", "+/+", "facility/demo/camera/+/status", "$SYS/#", "$share/g/x", "a/#/b", "+a", "x/".repeat(120)];

/** The bytes of one session: whole packets in a likely order, then mutations, cut into chunks. */
export const fuzzSession = (seed: number): readonly Buffer[] => {
  const random = createRandom(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const text = (value: string | Buffer): Buffer => {
    const bytes = Buffer.from(value as string);
    return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
  };
  const frame = (type: number, ...parts: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    const header = [type];
    let rest = body.length;
    do {
      header.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
      rest = Math.floor(rest / 128);
    } while (rest > 0);
    return Buffer.concat([Buffer.from(header), body]);
  };
  const id = (): Buffer => Buffer.of(below(3), below(256));
  const topic = (): string => (random() < 0.2 ? pick(topics) : `facility/demo/camera/C${below(20)}/${pick(topics)}`);
  const payload = (): Buffer => Buffer.alloc(random() < 0.05 ? below(40_000) : below(200), below(256));

  const connectPacket = (): Buffer => {
    const will = random() < 0.4;
    const user = random() < 0.3;
    const flags = (random() < 0.7 ? 2 : 0) | (will ? 4 | (below(4) << 3) | (below(2) << 5) : 0) | (user ? 0xc0 : 0);
    return frame(
      0x10,
      text(random() < 0.9 ? "MQTT" : pick(["MQIsdp", "MQTt", "HTTP", ""])),
      Buffer.of(random() < 0.9 ? 4 : pick([3, 5, 0, 6, 0x84, 255]), flags, 0, below(3)),
      text(random() < 0.9 ? `fuzz-${below(random() < 0.1 ? 20 : 100_000)}` : ""),
      ...(will ? [text(topic()), text(payload().subarray(0, 300))] : []),
      ...(user ? [text("C1"), text("guess")] : []),
    );
  };
  const publishPacket = (): Buffer => {
    const qos = random() < 0.05 ? 3 : below(3);
    const flags = (qos << 1) | (random() < 0.1 ? 8 : 0) | (random() < 0.2 ? 1 : 0);
    return frame(0x30 | flags, text(topic()), ...(qos > 0 ? [id()] : []), payload());
  };
  const filterOf = (): string => (random() < 0.4 ? pick(filters) : topic());
  const packets: readonly (() => Buffer)[] = [
    publishPacket,
    publishPacket,
    publishPacket,
    () =>
      frame(0x82, id(), ...Array.from({ length: 1 + below(4) }, () => [text(filterOf()), Buffer.of(below(4))]).flat()),
    () => frame(0xa2, id(), text(filterOf())),
    () => frame(pick([0x40, 0x50, 0x62, 0x70]), id()),
    () => Buffer.of(0xc0, 0),
    () => Buffer.of(0xe0, 0),
    () => frame(below(256), payload()),
  ];

  const likely = Array.from({ length: below(12) }, () => pick(packets)());
  let bytes = Buffer.concat([...(random() < 0.95 ? [connectPacket()] : []), ...likely]);
  for (let mutations = random() < 0.5 ? 0 : below(6); mutations > 0 && bytes.length > 0; mutations--) {
    const at = below(bytes.length);
    const kind = below(4);
    if (kind === 0) bytes[at] = (bytes[at] as number) ^ (1 << below(8));
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), payload().subarray(0, 9), bytes.subarray(at)]);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(8))]);
    else bytes = bytes.subarray(0, at);
  }
  const chunks: Buffer[] = [];
  const largest = pick([1, 3, 50, 2_000, 100_000]);
  // Single bytes only of what is short: a session must not take for ever.
  const step = bytes.length / largest > 60 ? Math.ceil(bytes.length / 60) : largest;
  for (let at = 0; at < bytes.length; at += step) chunks.push(bytes.subarray(at, at + step));
  return chunks;
};

const patience = 60;

/** Plays one session; resolves when its connection has ended, by the broker or after 60 ms by us. */
const play = (port: number, seed: number): Promise<void> =>
  new Promise((resolve) => {
    const chunks = fuzzSession(seed);
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const impatience = setTimeout(() => socket.destroy(), patience);
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(impatience);
      resolve();
    });
    socket.resume();
    for (const chunk of chunks) socket.write(chunk);
    // Some leave politely, some vanish, some stay until they are thrown out.
    if (seed % 3 === 0) socket.end();
    else if (seed % 3 === 1) setTimeout(() => socket.destroy(), seed % 20);
  });

/** Plays sessions from `seed` on, `concurrency` at a time, as long as `goOn` (asked with the number begun) says so; returns their number. */
export const fuzzSessions = async (options: {
  readonly port: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly goOn: (begun: number) => boolean;
}): Promise<number> => {
  let begun = 0;
  const run = async (): Promise<void> => {
    while (options.goOn(begun)) {
      begun += 1;
      await play(options.port, options.seed + begun);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, run));
  return begun;
};
