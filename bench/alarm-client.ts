// A single device connection of the benchmark itself: sends one message at a time and knows which were acknowledged.

import { connect, type Socket } from "node:net";
import { connectFrame, publishFrame } from "./load-frames.ts";
import { ROOT } from "./site.ts";

export type AlarmClient = AsyncDisposable & {
  /** QoS 1 telemetry of a lamp; fulfilled at its PUBACK, rejects when the connection ends before. */
  readonly send: (device: string, payload: object) => Promise<void>;
};

/** Connected and greeted. @throws Error when it cannot be. */
export async function openAlarmClient(port: number, clientId = "alarms"): Promise<AlarmClient> {
  const socket: Socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  const waiting: PromiseWithResolvers<void>[] = [];
  const greeted = Promise.withResolvers<void>();
  const ended = new Error("the connection ended");
  let seen = 0;
  let count = 0;
  let isEnded = false;
  // Answers are four bytes each: CONNACK first, then PUBACKs in the order of their messages.
  socket.on("data", (data) => {
    const before = seen >> 2;
    seen += data.length;
    for (let answer = before; answer < seen >> 2; answer += 1)
      if (answer === 0) greeted.resolve();
      else waiting.shift()?.resolve();
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    isEnded = true;
    greeted.reject(ended);
    for (const each of waiting.splice(0)) each.reject(ended);
  });
  socket.write(connectFrame(clientId, 0));
  await greeted.promise;
  return {
    send: (device, payload) => {
      const answer = Promise.withResolvers<void>();
      answer.promise.catch(() => {});
      if (isEnded) answer.reject(ended);
      else {
        const { frame, id } = publishFrame(`${ROOT}/streetlight/${device}/telemetry`, JSON.stringify(payload), 1);
        count = (count % 65_535) + 1;
        frame.writeUInt16BE(count, id);
        waiting.push(answer);
        socket.write(frame);
      }
      return answer.promise;
    },
    [Symbol.asyncDispose]: async () => void socket.destroy(),
  };
}
