// What to do where an InfluxDB cannot be prepared, in both languages: no such server, the wrong version, credentials that are not known or may not.

import { type Text, text } from "../model/text.ts";
import type { PrepareError } from "./prepare-steps.ts";

/** Which rights are wanted, by version. */
const rights: Readonly<Record<1 | 2 | 3, Text>> = {
  1: text(
    "creating a database or a retention policy takes an administrator of InfluxDB (GRANT ALL PRIVILEGES TO user), writing takes WRITE on the database",
    "创建数据库或保留策略需要 InfluxDB 管理员（GRANT ALL PRIVILEGES TO 用户），写入需要该数据库的 WRITE 权限",
  ),
  2: text(
    "it takes an all-access token, or one that may read orgs and read and write buckets, dbrps and tasks; for the gateway itself one that may read and write the two buckets is enough afterwards",
    "需要 all-access 令牌，或可读 orgs、可读写 buckets、dbrps、tasks 的令牌；之后网关自己只需可读写这两个存储桶的令牌",
  ),
  3: text("it takes an admin token", "需要管理员令牌（admin token）"),
};

const settings: Readonly<Record<1 | 2 | 3, string>> = {
  1: "ANJU_INFLUX_USERNAME, ANJU_INFLUX_PASSWORD",
  2: "ANJU_INFLUX_TOKEN",
  3: "ANJU_INFLUX_TOKEN",
};
/** An InfluxDB 2.x that was started and never set up answers so, too. */
const notSetUp = text(
  " If this InfluxDB is new: was it set up (`influx setup`)?",
  "若该 InfluxDB 是新装的：是否已初始化（`influx setup`）？",
);

/** A token of 2.x that is known and may not is answered with 401 too, in these words. */
const mayNot = /not authorized|is unauthorized|insufficient permissions|requires admin|forbidden|permission/i;

/** @param words without secrets */
export function cureFor(version: 1 | 2 | 3, { status, message }: PrepareError): Text {
  const said = message === "" ? `HTTP ${status}` : message;
  const credentials = settings[version];
  if (status === 0)
    return text(
      `${said}. Is InfluxDB running there? Check --influx (ANJU_INFLUX_URL).`,
      `${said}。InfluxDB 是否在该地址运行？请检查 --influx（ANJU_INFLUX_URL）。`,
    );
  if (status === 403 || mayNot.test(said))
    return text(
      `These credentials may not (“${said}”): ${rights[version].en}. Give such ones in ${credentials} for this one command, or let whoever keeps the server run it; --dry-run shows what is to be made.`,
      `该凭据权限不足（“${said}”）：${rights[version].zh}。请仅为本命令在 ${credentials} 中提供这样的凭据，或请服务器管理员执行；--dry-run 会列出要创建的内容。`,
    );
  if (status === 401)
    return text(
      `The server does not know these credentials (“${said}”). Check ${credentials}.${version === 2 ? notSetUp.en : ""}`,
      `服务器不认识该凭据（“${said}”）。请检查 ${credentials}。${version === 2 ? notSetUp.zh : ""}`,
    );
  if (status === 404)
    return text(
      `The server does not know this request (“${said}”). Is it InfluxDB ${version}.x? Check ANJU_INFLUX_VERSION, or leave it out: then the server is asked.`,
      `服务器没有此接口（“${said}”）。它是 InfluxDB ${version}.x 吗？请检查 ANJU_INFLUX_VERSION，或不设置它，由网关询问服务器。`,
    );
  return text(
    `The server says: “${said}” (HTTP ${status}). Mend that there and run the command again.`,
    `服务器答复：“${said}”（HTTP ${status}）。请在服务器上处理后重新执行本命令。`,
  );
}

export const wrongVersion = (given: number, base: string, says: string): Text =>
  text(
    `ANJU_INFLUX_VERSION is ${given}, but the server at ${base} says it is InfluxDB ${says}. Set it to ${says.replace(/^v/, "").split(".", 1)[0]}, or leave it out: then the server is asked. Nothing was changed.`,
    `ANJU_INFLUX_VERSION 为 ${given}，但 ${base} 的服务器自称 InfluxDB ${says}。请改为 ${says.replace(/^v/, "").split(".", 1)[0]}，或不设置它，由网关询问服务器。未作任何更改。`,
  );

export const noServer = (words: string): Text =>
  text(
    `No InfluxDB answers: ${words}. Start it, or check --influx (ANJU_INFLUX_URL). Nothing was changed.`,
    `没有 InfluxDB 应答：${words}。请启动它，或检查 --influx（ANJU_INFLUX_URL）。未作任何更改。`,
  );

export const unknownServer = (base: string): Text =>
  text(
    `The server at ${base} does not say which InfluxDB it is. Is it one? Then set ANJU_INFLUX_VERSION to 1, 2 or 3. Nothing was changed.`,
    `${base} 的服务器没有说明自己是哪个版本的 InfluxDB。如果它确实是，请把 ANJU_INFLUX_VERSION 设为 1、2 或 3。未作任何更改。`,
  );
