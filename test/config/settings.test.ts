// Settings: flags before variables before gateway.yaml before defaults, every problem at once, and no secret in a description.

import { describe, expect, it } from "vitest";
import { describeSettings, readSettings, type SettingsInput } from "../../src/config/settings.ts";
import { siteFolder } from "./site-folder.ts";

const read = (input: Partial<SettingsInput>) => readSettings({ argv: [], env: {}, cwd: "/srv/anju", ...input });
const settings = (input: Partial<SettingsInput>) => {
  const result = read(input);
  if (!result.ok) throw new Error(result.problems.map(({ en }) => en).join("\n"));
  return result.settings;
};
const problems = (input: Partial<SettingsInput>) => {
  const result = read(input);
  return result.ok ? [] : result.problems.map(({ en }) => en);
};

describe("readSettings", () => {
  it("has the contract's defaults", () => {
    expect(settings({})).toEqual({
      site: "/srv/anju/sites/demo",
      data: "/srv/anju/data",
      mqttPort: 1883,
      httpPort: 8080,
      host: "127.0.0.1",
      topicRoot: "facility",
    });
  });

  it("prefers flags to variables to the file to defaults", async () => {
    const site = await siteFolder({
      "gateway.yaml": "mqttPort: 1\nhttpPort: 2\nhost: 0.0.0.0\ndata: store\ntlsCert: cert.pem\ntlsKey: /etc/key.pem\n",
    });
    const argv = ["--site", site, "--mqtt-port=3"];
    const env = { ANJU_MQTT_PORT: "4", ANJU_HTTP_PORT: "5", ANJU_HOST: "" };
    expect(settings({ argv, env })).toEqual({
      site,
      data: `${site}/store`,
      mqttPort: 3,
      httpPort: 5,
      host: "0.0.0.0",
      topicRoot: "facility",
      tlsCert: `${site}/cert.pem`,
      tlsKey: "/etc/key.pem",
    });
    expect(settings({ env: { ...env, ANJU_SITE: site } })).toMatchObject({ site, mqttPort: 4 });
  });

  it("gathers what InfluxDB needs", () => {
    const env = { ANJU_INFLUX_VERSION: "2", ANJU_INFLUX_ORG: "o", ANJU_INFLUX_BUCKET: "b", ANJU_INFLUX_TOKEN: "t" };
    expect(settings({ argv: ["--influx", "http://127.0.0.1:8086"], env }).influx).toEqual({
      url: "http://127.0.0.1:8086",
      version: "2",
      database: "anju",
      org: "o",
      bucket: "b",
      token: "t",
    });
    expect(settings({ env }).influx).toBe(undefined);
  });

  it("takes TLS files and the external broker's account", async () => {
    const site = await siteFolder({ "gateway.yaml": "tlsCert: cert.pem\ntlsKey: key.pem\ntlsCa: clients.pem\n" });
    expect(settings({ argv: ["--site", site, "--tls-ca", "other.pem"] })).toMatchObject({
      tlsCert: `${site}/cert.pem`,
      tlsKey: `${site}/key.pem`,
      tlsCa: "/srv/anju/other.pem",
    });
    expect(settings({ argv: ["--site", site] }).tlsCa).toBe(`${site}/clients.pem`);
    const env = { ANJU_BROKER_USERNAME: "gw", ANJU_BROKER_PASSWORD: "hunter2", ANJU_BROKER_CA: "ca.pem" };
    expect(settings({ argv: ["--broker", "mqtts://broker.example.org"], env })).toMatchObject({
      broker: "mqtts://broker.example.org",
      brokerUsername: "gw",
      brokerPassword: "hunter2",
      brokerCa: "/srv/anju/ca.pem",
    });
    expect(problems({ argv: ["--tls-ca", "ca.pem"], env })).toEqual([
      "--tls-ca is given without --tls-cert; give both",
      "ANJU_BROKER_USERNAME is given without --broker; give both",
      "ANJU_BROKER_PASSWORD is given without --broker; give both",
      "ANJU_BROKER_CA is given without --broker; give both",
    ]);
    expect(problems({ argv: ["--site", site, "--broker", "mqtt://broker.example.org"] })).toEqual([
      "--tls-ca checks the clients of the embedded broker and does nothing with --broker; leave one of them out",
    ]);
  });

  it("lets a command have switches, which take no value", () => {
    const command = { switches: ["all"], positionals: 1 };
    expect(read({ argv: ["add", "--all"], command })).toMatchObject({ flags: { all: "yes" }, positionals: ["add"] });
    expect(read({ argv: ["--all", "add"], command })).toMatchObject({ flags: { all: "yes" }, positionals: ["add"] });
    expect(read({ argv: ["add"], command })).toMatchObject({ flags: {} });
    const wrong = read({ argv: ["--all=no"], command });
    expect(wrong.ok ? [] : wrong.problems.map(({ en }) => en)).toEqual(["--all takes no value"]);
    expect(problems({ argv: ["--all"] })).toEqual(["unknown flag --all"]);
  });

  it("cuts the slash off the public address", () => {
    expect(settings({ argv: ["--public-url", "https://anju.example.org/"] }).publicUrl).toBe(
      "https://anju.example.org",
    );
  });

  it("lets a command have flags and words of its own", () => {
    const result = read({
      argv: ["day.ndjson", "--out", "x.json", "--site", "s"],
      command: { flags: ["out"], positionals: 1 },
    });
    expect(result).toMatchObject({ ok: true, flags: { out: "x.json" }, positionals: ["day.ndjson"] });
  });

  it("lists every problem with its setting and cure", async () => {
    const site = await siteFolder({
      "gateway.yaml": "htpPort: 1\nsite: x\nmqttPort: [1]\nhost: a b\n",
    });
    const argv = [
      "--site",
      site,
      "--mqtt-prot",
      "1",
      "--http-port",
      "99999",
      "--tls-cert",
      "c.pem",
      "-p",
      "--data",
      "--httpPort=3",
    ];
    const env = {
      ANJU_BROKER: "http://x",
      ANJU_PUBLIC_URL: "example.org",
      ANJU_TOPIC_ROOT: "a/b",
      ANJU_INFLUX_URL: "http://x",
      ANJU_INFLUX_VERSION: "2",
      ANJU_INFLUX_ORG: "o",
    };
    expect(problems({ argv, env })).toEqual([
      "--data needs a value: --data VALUE",
      "unknown flag --mqtt-prot; did you mean --mqtt-port?",
      "unknown flag -p",
      "unknown flag --httpPort; did you mean --http-port?",
      "unexpected argument `1`; flags start with --",
      "gateway.yaml:1:1 unknown key `htpPort`; did you mean `httpPort`?",
      "gateway.yaml:2:1 unknown key `site`",
      "gateway.yaml:3:1 mqttPort must be a text or a number",
      "--http-port must be a port between 0 and 65535 (0: any free one)",
      "gateway.yaml:4:1 host must be an address such as 127.0.0.1 or 0.0.0.0",
      "ANJU_PUBLIC_URL must be a URL that starts with http:// or https://",
      "ANJU_BROKER must be a URL that starts with mqtt:// or mqtts://",
      "ANJU_TOPIC_ROOT must be one topic level without /, +, # or spaces",
      "--tls-cert is given without --tls-key; give both",
      "ANJU_INFLUX_VERSION=2 is given without ANJU_INFLUX_BUCKET; give both",
    ]);
  });

  it("points into a gateway.yaml that is no YAML", async () => {
    const site = await siteFolder({ "gateway.yaml": "host: [\n" });
    expect(problems({ argv: ["--site", site] })[0]).toMatch(/^gateway\.yaml:2:1 YAML: /);
  });

  it.each([["80a"], ["-1"], ["1.5"], ["65536"], ["0x50"], ["1e3"]])("refuses the port %s", (port) => {
    expect(problems({ env: { ANJU_HTTP_PORT: port } })).toEqual([
      "ANJU_HTTP_PORT must be a port between 0 and 65535 (0: any free one)",
    ]);
  });
});

it("describes settings without their secrets", () => {
  const shown = describeSettings(
    settings({
      argv: ["--broker", "mqtts://gw:hunter2@broker.example.org", "--influx", "http://admin:hunter2@127.0.0.1:8086"],
      env: {
        ANJU_BROKER_USERNAME: "gw",
        ANJU_BROKER_PASSWORD: "hunter2",
        ANJU_ADMIN_TOKEN: "hunter2",
        ANJU_INFLUX_PASSWORD: "hunter2",
        ANJU_INFLUX_TOKEN: "hunter2",
      },
    }),
  );
  expect(JSON.stringify(shown)).not.toContain("hunter2");
  expect(shown).toMatchObject({
    mqttPort: 1883,
    broker: "mqtts://•••@broker.example.org",
    brokerUsername: "gw",
    brokerPassword: "•••",
    influx: "http://•••@127.0.0.1:8086",
    influxDatabase: "anju",
    influxToken: "•••",
    adminToken: "•••",
  });
});
