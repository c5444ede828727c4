// Starts the broker's TCP server, and says in plain words why it cannot.

import type { Server } from "node:net";
import { type Text, text } from "../model/text.ts";

const hintFor = (code: string | undefined, host: string, port: number): Text => {
  const place = `${host}:${port}`;
  const change = text(
    "choose another port with --mqtt-port or ANJU_MQTT_PORT",
    "请用 --mqtt-port 或 ANJU_MQTT_PORT 另选端口",
  );
  if (code === "EADDRINUSE")
    return text(
      `MQTT: ${place} is in use by another program. Stop that program, or ${change.en}.`,
      `MQTT：${place} 已被其他程序占用。请停止该程序，或${change.zh}。`,
    );
  if (code === "EACCES")
    return text(`MQTT: no permission to listen on ${place}: ${change.en}.`, `MQTT：无权监听 ${place}：${change.zh}。`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return text(
      `MQTT: this machine has no address ${host}: correct --host or ANJU_HOST.`,
      `MQTT：本机没有地址 ${host}：请改正 --host 或 ANJU_HOST。`,
    );
  return text(
    `MQTT: cannot listen on ${place} (${code}): check --host and --mqtt-port.`,
    `MQTT：无法监听 ${place}（${code}）：请检查 --host 与 --mqtt-port。`,
  );
};

/** Resolves when the server listens; rejects with an Error that carries `code` and a `hint` in both languages. */
export const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException): void => {
      const hint = hintFor(cause.code, host, port);
      reject(Object.assign(new Error(`${hint.en} ${hint.zh}`, { cause }), { code: cause.code, hint }));
    };
    server.once("error", failed);
    server.listen({ host, port }, () => {
      server.off("error", failed);
      resolve();
    });
  });
