// The stream that aedes holds of a connection: it hears only the frames that the front passes on, and writes through it.

import { Duplex } from "node:stream";

/** How long a closed connection may take to hand over its last bytes, ms. */
const lingerFor = 500;

/** A class, because ten thousand of them share their methods. `wanted` is called when aedes has read what it was given. */
export class BrokerEnd extends Duplex {
  readonly source: Duplex;
  readonly wanted: () => void;

  constructor(source: Duplex, wanted: () => void) {
    super();
    this.source = source;
    this.wanted = wanted;
  }

  override _read(): void {
    this.wanted();
  }

  /**
   * Since Node 26 `read()` hands out one buffered chunk; aedes asks once per `readable` and expects all of them (as
   * before), or a frame behind it is never read while an acknowledgement is pending.
   */
  override read(size?: number): Buffer | null {
    const first: Buffer | null = super.read(size);
    if (first === null || size) return first;
    const chunks = [first];
    for (let next: Buffer | null = super.read(); next !== null; next = super.read()) chunks.push(next);
    return chunks.length === 1 ? first : Buffer.concat(chunks);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.source.write(chunk, done);
  }

  /** aedes writes a packet in pieces; they leave as one. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.source.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.source.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { source } = this;
    if (error) source.destroy();
    else if (!source.destroyed) {
      // The last answer (a CONNACK that refuses) must still get through.
      source.end();
      source.resume();
      const timer = setTimeout(() => source.destroy(), lingerFor);
      source.once("close", () => clearTimeout(timer));
    }
    done(error);
  }
}
