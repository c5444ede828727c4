// `npm run anju -- device add|rotate|revoke|list`: the credentials that devices and readers log in to the broker with.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "../model/text.ts";
import { openStore } from "../store/open-store.ts";
import type { Command } from "./command.ts";
import { readOrTell, siteOrTell } from "./load.ts";

const usage = text(
  "Usage: npm run anju -- device add|rotate|revoke DEVICE, or device list. A reader of the gateway's own topics: device add NAME --type reader.",
  "用法：npm run anju -- device add|rotate|revoke 设备编号，或 device list。只读网关主题的账号：device add 名称 --type reader。",
);

export const device: Command = {
  name: "device",
  about: text("add, rotate, revoke or list device credentials", "设备凭证：新增、更换、吊销、列出"),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { flags: ["type"], positionals: 2 });
    if (!read) return 2;
    const [verb = "", id] = read.positionals;
    const type = read.flags.type ?? "device";
    const wrong = !["add", "rotate", "revoke", "list"].includes(verb) || (verb !== "list" && id === undefined);
    if (wrong || (type !== "device" && type !== "reader")) {
      shell.err(`${shell.say(usage)}\n`);
      return 2;
    }
    const site = await siteOrTell(read.settings, shell);
    if (!site) return 2;
    const { data } = read.settings;
    if (verb !== "add" && !existsSync(join(data, "anju.db"))) {
      const none = text(
        `${data} holds no gateway's data: name its folder with --data DIR.`,
        `${data} 中没有网关数据：请用 --data 目录指定数据目录。`,
      );
      shell.err(`${shell.say(none)}\n`);
      return 2;
    }
    using store = openStore(data, () => undefined);
    const { credentials } = store;
    if (verb === "list") {
      for (const one of credentials.list())
        shell.out(`${one.id}\t${one.type}\t${new Date(one.createdAt).toISOString()}\n`);
      return 0;
    }
    const name = id as string;
    const exists = credentials.list().some((one) => one.id === name);
    const fail = (en: string, zh: string): number => {
      shell.err(`${shell.say(text(en, zh))}\n`);
      return 2;
    };
    if (verb === "revoke")
      return credentials.revoke(name) ? 0 : fail(`${name} has no credential.`, `${name} 没有凭证。`);
    if (verb === "add" && exists)
      return fail(`${name} has a credential already; use rotate.`, `${name} 已有凭证，请用 rotate 更换。`);
    if (verb === "rotate" && !exists)
      return fail(`${name} has no credential yet; use add.`, `${name} 尚无凭证，请用 add 新增。`);
    if (type === "device" && !site.devices.some((one) => one.id === name))
      return fail(`${name} is no device of site ${site.id}.`, `小区 ${site.id} 没有设备 ${name}。`);
    const secret = credentials.issue(name, type, Date.now());
    shell.out(
      `${shell.say(text(`In ${data}: user name ${name}, password (shown once):`, `数据目录 ${data}：用户名 ${name}，密码（仅显示这一次）：`))}\n${secret}\n`,
    );
    return 0;
  },
};
