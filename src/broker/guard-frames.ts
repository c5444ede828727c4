// Stands between a connection and the broker: closes it before an oversized or malformed frame can fill the memory.

import { Duplex } from "node:stream";
import { createFrameReader } from "./frame-header.ts";

export type GuardedStream = {
  readonly stream: Duplex;
  /** The client is known now: the larger limit holds. */
  readonly accept: () => void;
};

/** How long a closed connection may take to hand over its last bytes. */
const lingerFor = 500;

/** Wraps a TCP socket or WebSocket stream. A bad frame destroys it with an Error whose message names the problem. */
export const guardFrames = (
  inner: Duplex,
  limits: { readonly frameBeforeConnect: number; readonly frame: number },
): GuardedStream => {
  let limit = limits.frameBeforeConnect;
  const problemIn = createFrameReader(() => limit);

  const stream = new Duplex({
    read: () => {
      inner.resume();
    },
    write: (chunk: Uint8Array, _encoding, done) => {
      inner.write(chunk, done);
    },
    writev: (chunks, done) => {
      inner.write(Buffer.concat(chunks.map(({ chunk }) => chunk as Uint8Array)), done);
    },
    final: (done) => {
      inner.end(done);
    },
    destroy: (error, done) => {
      if (error) inner.destroy();
      else {
        // The last answer (a CONNACK that refuses) must still get through.
        inner.end();
        inner.resume();
        const timer = setTimeout(() => inner.destroy(), lingerFor);
        inner.once("close", () => clearTimeout(timer));
      }
      done(error);
    },
  });

  stream.read = readsAll(stream);
  inner.on("data", (chunk: Uint8Array) => {
    if (stream.destroyed) return;
    const problem = problemIn(chunk);
    if (problem !== null) stream.destroy(new Error(problem));
    else if (!stream.push(chunk)) inner.pause();
  });
  inner.on("end", () => stream.push(null));
  inner.on("error", (error) => stream.destroy(error));
  inner.on("close", () => stream.destroy());

  return {
    stream,
    accept: () => {
      limit = limits.frame;
    },
  };
};

/**
 * Since Node 26 `read()` hands out one buffered chunk; aedes asks once per `readable` and expects all of them (as before),
 * or a frame that arrives in several chunks while an acknowledgement is pending is never read to its end.
 */
const readsAll = (stream: Duplex): Duplex["read"] => {
  const readChunk = stream.read.bind(stream);
  return (size) => {
    const first: Buffer | null = readChunk(size);
    if (first === null || size) return first;
    const chunks = [first];
    for (let next: Buffer | null = readChunk(); next !== null; next = readChunk()) chunks.push(next);
    return chunks.length === 1 ? first : Buffer.concat(chunks);
  };
};
