// `npm run anju -- device add|rotate|revoke|list`: the credentials that devices and readers log in to the broker with.

import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  createCredentialActs,
  type IssuableType,
  type IssuedCredential,
  type RefusedAct,
} from "../live/credential-acts.ts";
import { errorTable } from "../model/error-code.ts";
import { type Text, text } from "../model/text.ts";
import { openStore } from "../store/open-store.ts";
import type { Command, Shell } from "./command.ts";
import { readOrTell, siteOrTell } from "./load.ts";

const usage = text(
  `Usage: npm run anju -- device …
  add DEVICE …               make a password for each; printed once
  add --all                  for every device of the site that has none
  add NAME --type reader     an account that may read the gateway's own topics, and nothing else
  rotate ID …                a new password for each; the old one ends, its connections are cut
  revoke ID …                no password any more; its connections are cut
  list                       id, type and when the password was made (UTC)
One password is printed alone, several as CSV: id,secret. A running gateway takes changes within a second.`,
  `用法：npm run anju -- device …
  add 设备编号 …             为每台设备生成密码，仅显示一次
  add --all                  为本小区所有尚无密码的设备生成
  add 名称 --type reader     只能读取网关自身主题的账号
  rotate 编号 …              更换密码，旧密码作废，其连接被断开
  revoke 编号 …              吊销密码，其连接被断开
  list                       编号、类型、密码生成时间（UTC）
单个密码单独显示，多个以 CSV（id,secret）输出。运行中的网关在一秒内生效。`,
);

const verbs = ["add", "rotate", "revoke", "list"] as const;
type Verb = (typeof verbs)[number];
type Asked = {
  readonly verb: Verb;
  readonly ids: readonly string[];
  readonly type: IssuableType;
  readonly all: boolean;
};

/** undefined: these words make no sense together. */
function understand(words: readonly string[], flags: Readonly<Record<string, string>>): Asked | undefined {
  const [verb, ...ids] = words;
  const known = verbs.find((one) => one === verb);
  const type = flags.type ?? "device";
  const all = flags.all !== undefined;
  if (known === undefined || (type !== "device" && type !== "reader")) return undefined;
  if (known !== "add" && (all || flags.type !== undefined)) return undefined;
  if (all ? ids.length > 0 || type !== "device" : (ids.length === 0) !== (known === "list")) return undefined;
  return { verb: known, ids, type, all };
}

/** Each refusal on a line of its own. */
function tellRefusals({ refusals }: RefusedAct, shell: Shell): number {
  for (const { id, code } of refusals) {
    const { title } = errorTable[code];
    shell.err(`${shell.say(text(`${id}: ${title.en}`, `${id}：${title.zh}`))}\n`);
  }
  return 2;
}

/** One secret alone, several as CSV. What explains them goes to stderr, so that a file holds the secrets only. */
function showSecrets(made: readonly IssuedCredential[], many: boolean, data: string, shell: Shell): void {
  const [only] = made;
  const tell = (both: Text): void => shell.err(`${shell.say(both)}\n`);
  if (!many && only) {
    tell(
      text(
        `In ${data}: user name ${only.id}, password (shown once):`,
        `数据目录 ${data}：用户名 ${only.id}，密码（仅显示这一次）：`,
      ),
    );
    shell.out(`${only.secret}\n`);
    return;
  }
  tell(
    text(
      `In ${data}: ${made.length} passwords, shown once; keep the list where nobody else can read it.`,
      `数据目录 ${data}：共 ${made.length} 个密码，仅显示这一次，请妥善保管。`,
    ),
  );
  shell.out(["id,secret", ...made.map(({ id, secret }) => `${id},${secret}`), ""].join("\n"));
}

export const device: Command = {
  name: "device",
  about: text("add, rotate, revoke or list device credentials", "设备凭证：新增、更换、吊销、列出"),
  async run(argv, shell) {
    const words = { flags: ["type"], switches: ["all"], positionals: Number.POSITIVE_INFINITY };
    const read = readOrTell(argv, shell, words);
    if (!read) return 2;
    const asked = understand(read.positionals, read.flags);
    if (!asked) {
      shell.err(`${shell.say(usage)}\n`);
      return 2;
    }
    const site = await siteOrTell(read.settings, shell);
    if (!site) return 2;
    const { data } = read.settings;
    if (asked.verb !== "add" && !existsSync(join(data, "anju.db"))) {
      const none = text(
        `${data} holds no gateway's data: name its folder with --data DIR.`,
        `${data} 中没有网关数据：请用 --data 目录指定数据目录。`,
      );
      shell.err(`${shell.say(none)}\n`);
      return 2;
    }
    if (!existsSync(join(data, "anju.db"))) {
      const fresh = text(
        `${data} held no gateway's data: a new data folder was made. If a gateway runs already, name its folder with --data DIR.`,
        `${data} 中原先没有网关数据，已新建数据目录。若网关已在运行，请用 --data 目录指定它的数据目录。`,
      );
      shell.err(`${shell.say(fresh)}
`);
    }
    using store = openStore(data);
    const devices = new Set(site.devices.map(({ id }) => id));
    const { credentials } = store;
    const acts = createCredentialActs({ credentials, isDevice: (id) => devices.has(id), now: Date.now });
    if (asked.verb === "list") {
      for (const one of acts.list()) shell.out(`${one.id}\t${one.type}\t${new Date(one.createdAt).toISOString()}\n`);
      return 0;
    }
    if (asked.verb === "revoke") {
      const revoked = acts.revoke(asked.ids);
      return revoked.ok ? 0 : tellRefusals(revoked, shell);
    }
    const have = new Set(acts.list().map(({ id }) => id));
    const ids = asked.all ? [...devices].filter((id) => !have.has(id)) : asked.ids;
    const made = asked.verb === "add" ? acts.add(ids, asked.type) : acts.rotate(ids);
    if (!made.ok) return tellRefusals(made, shell);
    showSecrets(made.value, asked.all || ids.length > 1, data, shell);
    return 0;
  },
};
