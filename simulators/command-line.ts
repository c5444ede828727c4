// Flags of `npm run simulate` → what to do, or every problem with them at once.

import { parseArgs } from "node:util";
import { milliseconds, parseDuration } from "../src/model/duration.ts";
import { stories } from "./stories/index.ts";
import type { Story } from "./story.ts";

export type Command = {
  readonly broker: string;
  readonly site: string;
  readonly speed: number;
  readonly stories: readonly Story[];
  readonly seed: number;
  readonly devices?: number;
  readonly username?: string;
  readonly password?: string;
  readonly list: boolean;
  readonly help: boolean;
  /** A folder for the site that knows so many devices. */
  readonly writeSite?: string;
  /** A file for a recording instead of a broker. */
  readonly record?: string;
  /** Start of the recording, epoch ms; else the story's own. */
  readonly start?: number;
  /** Length of a recording without a story, ms. */
  readonly length: number;
};

export const usage = `npm run simulate -- [flags]        simulated devices against any broker / 向任意消息服务器模拟设备

  --broker URL      mqtt://127.0.0.1:1883
  --site DIR        sites/demo
  --story ID        may be given again; --list shows them / 剧本，可多次给出
  --speed N         seconds of their life a second: 1 / 倍速
  --devices N       so many devices; beyond the site's own, copies (C1-2, C1-3…) / 设备数量，超出部分为副本
  --write-site DIR  write the site that knows those copies, and stop / 写出含副本的小区目录后退出
  --seed N          another seed, another life: 1 / 随机种子
  --username, --password                              / 账号、密码
  --record FILE     write a recording (NDJSON) instead / 写录制文件而不连接
  --start INSTANT   when the recording begins          / 录制起始时刻
  --for DURATION    its length without a story: PT1H   / 无剧本时的录制时长
  --list            the stories                        / 列出剧本
  --help`;

const options = {
  broker: { type: "string", default: "mqtt://127.0.0.1:1883" },
  site: { type: "string", default: "sites/demo" },
  speed: { type: "string", default: "1" },
  story: { type: "string", multiple: true, default: [] as string[] },
  devices: { type: "string" },
  "write-site": { type: "string" },
  seed: { type: "string", default: "1" },
  username: { type: "string" },
  password: { type: "string" },
  record: { type: "string" },
  start: { type: "string" },
  for: { type: "string", default: "PT1H" },
  list: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], strict: true, allowPositionals: false, options });
  } catch (error) {
    throw new Error(`${(error as Error).message} / 命令行参数有误`);
  }
}

/** @throws Error with one line for each problem with the flags. */
export function readCommand(args: readonly string[]): Command {
  const { values } = parse(args);
  const problems: string[] = [];
  const number = (flag: string, text: string, holds: (value: number) => boolean, what: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !holds(value)) problems.push(`--${flag} "${text}" is not ${what} / --${flag} 的值无效`);
    return value;
  };
  const positive = (value: number): boolean => Number.isFinite(value) && value > 0;
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 0;
  const speed = number("speed", values.speed, positive, "a number above 0");
  const seed = number("seed", values.seed, whole, "a whole number");
  const devices =
    values.devices === undefined
      ? undefined
      : number("devices", values.devices, (value) => whole(value) && value > 0, "a whole number above 0");
  const chosen = values.story.flatMap((id) => {
    const story = stories.find((each) => each.id === id);
    if (story === undefined)
      problems.push(`--story "${id}" is not one of ${stories.map((each) => each.id).join(", ")} / 没有此剧本`);
    return story ?? [];
  });
  if (!/^(mqtts?|wss?|tcp|tls):\/\/./.test(values.broker))
    problems.push(`--broker "${values.broker}" is no broker's URL, such as mqtt://127.0.0.1:1883 / --broker 地址无效`);
  const start = values.start === undefined ? undefined : Date.parse(values.start);
  if (Number.isNaN(start)) problems.push(`--start "${values.start}" is no ISO instant / --start 不是有效时刻`);
  if (parseDuration(values.for) === undefined)
    problems.push(`--for "${values.for}" is no ISO 8601 duration, such as PT1H / --for 不是有效时长`);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    broker: values.broker,
    site: values.site,
    speed,
    stories: chosen,
    seed,
    list: values.list,
    help: values.help,
    length: milliseconds(values.for),
    ...(devices !== undefined && { devices }),
    ...(values.username !== undefined && { username: values.username }),
    ...(values.password !== undefined && { password: values.password }),
    ...(values.record !== undefined && { record: values.record }),
    ...(values["write-site"] !== undefined && { writeSite: values["write-site"] }),
    ...(start !== undefined && { start }),
  };
}
