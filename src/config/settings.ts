// How the gateway is started: flags, then ANJU_* variables, then gateway.yaml in the site folder, then defaults (CONTRACT section 1).

import { resolve } from "node:path";
import { type Text, text } from "../model/text.ts";
import { type CommandWords, readFlags } from "./read-flags.ts";
import { readGatewayFile } from "./read-gateway-file.ts";
import { type Given, type SettingKey, settingKeys } from "./settings-keys.ts";

export type InfluxSettings = {
  readonly url: string;
  /** undefined: asked from the server. */
  readonly version?: "1" | "2" | "3";
  /** 1 and 3. */
  readonly database: string;
  /** 2. */
  readonly org?: string;
  readonly bucket?: string;
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
};

/** Paths are absolute. */
export type Settings = {
  readonly site: string;
  readonly data: string;
  readonly mqttPort: number;
  readonly httpPort: number;
  readonly host: string;
  /** Without a slash at its end. */
  readonly publicUrl?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** Authorities of client certificates: MQTT clients of the embedded broker must have one. Only with the two above. */
  readonly tlsCa?: string;
  /** undefined: the embedded broker. */
  readonly broker?: string;
  /** How to log in to that broker, and the authority of its certificate where the system does not know it. */
  readonly brokerUsername?: string;
  readonly brokerPassword?: string;
  readonly brokerCa?: string;
  /** The topics' first segment. */
  readonly topicRoot: string;
  /** undefined: the embedded history. */
  readonly influx?: InfluxSettings;
  /** undefined: generated on first start. */
  readonly adminToken?: string;
};

export type SettingsInput = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly command?: CommandWords;
};

export type ReadSettings =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** The command's own flags and words, as given. */
      readonly flags: Readonly<Record<string, string>>;
      readonly positionals: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Text[] };

/** Every problem at once; each names the setting and the cure. */
export function readSettings({ argv, env, cwd, command = {} }: SettingsInput): ReadSettings {
  const flags = readFlags(argv, command);
  const fromEnv = (setting: SettingKey): Given | undefined => {
    const value = env[setting.variable];
    return value ? { value, name: setting.variable, relativeTo: cwd } : undefined;
  };
  const direct = (setting: SettingKey): Given | undefined => {
    const value = setting.flag === undefined ? undefined : flags.values[setting.flag];
    return value === undefined ? fromEnv(setting) : { value, name: `--${setting.flag}`, relativeTo: cwd };
  };
  const siteKey = settingKeys[0] as SettingKey;
  const site = resolve(cwd, direct(siteKey)?.value ?? siteKey.fallback ?? "");
  const file = readGatewayFile(site);
  const problems: Text[] = [...flags.problems, ...file.problems];

  const values: Record<string, string> = {};
  for (const setting of settingKeys) {
    const given = direct(setting) ?? file.values[setting.key];
    const wrong = given && (given.value === "" ? text("must not be empty", "不能为空") : setting.refuse?.(given.value));
    if (wrong) problems.push(text(`${given.name} ${wrong.en}`, `${given.name} ${wrong.zh}`));
    const value = given?.value ?? setting.fallback;
    if (value !== undefined) values[setting.key] = setting.isPath ? resolve(given?.relativeTo ?? cwd, value) : value;
  }
  problems.push(...incomplete(values));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: build(values), flags: flags.own, positionals: flags.positionals };
}

/** Settings that need one another. */
function incomplete(values: Readonly<Record<string, string>>): readonly Text[] {
  const needs = (one: string, other: string) =>
    text(`${one} is given without ${other}; give both`, `只给出了 ${one}，还需要 ${other}`);
  const problems: Text[] = [];
  if (values.tlsCert !== undefined && values.tlsKey === undefined) problems.push(needs("--tls-cert", "--tls-key"));
  if (values.tlsKey !== undefined && values.tlsCert === undefined) problems.push(needs("--tls-key", "--tls-cert"));
  if (values.tlsCa !== undefined && values.tlsCert === undefined) problems.push(needs("--tls-ca", "--tls-cert"));
  if (values.tlsCa !== undefined && values.broker !== undefined)
    problems.push(
      text(
        "--tls-ca checks the clients of the embedded broker and does nothing with --broker; leave one of them out",
        "--tls-ca 只用于校验内置代理的客户端，与 --broker 同用时无效；请去掉其中之一",
      ),
    );
  for (const [key, variable] of [
    ["brokerUsername", "ANJU_BROKER_USERNAME"],
    ["brokerPassword", "ANJU_BROKER_PASSWORD"],
    ["brokerCa", "ANJU_BROKER_CA"],
  ] as const)
    if (values[key] !== undefined && values.broker === undefined) problems.push(needs(variable, "--broker"));
  if (values.influx !== undefined && values.influxVersion === "2")
    for (const [key, variable] of [
      ["influxOrg", "ANJU_INFLUX_ORG"],
      ["influxBucket", "ANJU_INFLUX_BUCKET"],
    ] as const)
      if (values[key] === undefined) problems.push(needs("ANJU_INFLUX_VERSION=2", variable));
  return problems;
}

function build(values: Readonly<Record<string, string>>): Settings {
  const { mqttPort, httpPort, influx, publicUrl } = values;
  const pick = (from: Readonly<Record<string, string>>, keys: readonly string[], prefix = "") =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const value = from[prefix + key];
        return value === undefined ? [] : [[prefix ? key.charAt(0).toLowerCase() + key.slice(1) : key, value]];
      }),
    );
  const broker = ["broker", "brokerUsername", "brokerPassword", "brokerCa"];
  const rest = ["site", "data", "host", "tlsCert", "tlsKey", "tlsCa", ...broker, "topicRoot", "adminToken"];
  const parts = ["Version", "Database", "Org", "Bucket", "Username", "Password", "Token"];
  return {
    ...pick(values, rest),
    mqttPort: Number(mqttPort),
    httpPort: Number(httpPort),
    ...(publicUrl !== undefined && { publicUrl: publicUrl.replace(/\/+$/, "") }),
    ...(influx !== undefined && { influx: { url: influx, ...pick(values, parts, "influx") } as InfluxSettings }),
  } as Settings;
}

/** The settings for a log: secrets and passwords inside addresses are replaced by "•••". */
export function describeSettings(settings: Settings): Readonly<Record<string, string | number>> {
  const { influx, ...rest } = settings;
  const flat: Record<string, string | number | undefined> = { ...rest };
  for (const [key, value] of Object.entries(influx ?? {}))
    flat[key === "url" ? "influx" : `influx${key.charAt(0).toUpperCase()}${key.slice(1)}`] = value;
  const secrets = new Set(settingKeys.flatMap(({ key, secret }) => (secret ? [key] : [])));
  const shown = (key: string, value: string | number) =>
    secrets.has(key) ? "•••" : typeof value === "string" ? value.replace(/(:\/\/)[^/@\s]*@/, "$1•••@") : value;
  return Object.fromEntries(
    Object.entries(flat).flatMap(([key, value]) => (value === undefined ? [] : [[key, shown(key, value)]])),
  );
}
