// Starts listening, and says what to do where the port cannot be had.

import type { Text } from "../model/text.ts";
import type { ApiServer } from "./api-server.ts";

const causes: Readonly<Record<string, Text>> = {
  EADDRINUSE: { en: "another program uses it", zh: "已被其他程序占用" },
  EACCES: {
    en: "the system does not allow it (ports below 1024 need a right)",
    zh: "系统不允许（1024 以下端口需要权限）",
  },
  EADDRNOTAVAIL: { en: "this machine does not have that address", zh: "本机没有该地址" },
};

/** @throws the system's error with its `code`, and `hint: Text` naming the setting to change. */
export async function listen(app: ApiServer, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const why = causes[code] ?? { en: String(error), zh: String(error) };
    const hint: Text = {
      en: `HTTP cannot listen on ${host} port ${port}: ${why.en}. Choose another with --http-port (ANJU_HTTP_PORT) or --host (ANJU_HOST).`,
      zh: `HTTP 无法监听 ${host} 端口 ${port}：${why.zh}。请用 --http-port（ANJU_HTTP_PORT）或 --host（ANJU_HOST）另行指定。`,
    };
    throw Object.assign(error as Error, { hint });
  }
}
