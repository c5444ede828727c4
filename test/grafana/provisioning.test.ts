// The provisioning files parse, say the same to Grafana as the code, and refer to nothing that is not there; no secret and no default password stands in them or in compose.yaml.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { alertRules } from "../../grafana/alerts.ts";
import { provisioningFiles } from "../../grafana/provision.ts";
import { playlists } from "../../grafana/provision-playlists.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "grafana/provisioning");
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const read = (path: string) => parse(text(path));

const dashboardFiles = ["zh", "en"].flatMap((language) =>
  readdirSync(join(root, "grafana/dashboards", language)).map((name) => `grafana/dashboards/${language}/${name}`),
);
const dashboards = new Map<string, string>(dashboardFiles.map((path) => [JSON.parse(text(path)).uid, path]));
const sources = readdirSync(join(folder, "datasources")).map((name) => `grafana/provisioning/datasources/${name}`);
const rules = read("grafana/provisioning/alerting/rules.yaml");
const group = rules.groups[0];
const points: readonly { name: string; receivers: readonly { uid: string }[] }[] = read(
  "grafana/provisioning/alerting/contact-points.yaml",
).contactPoints;
const [policy] = read("grafana/provisioning/alerting/policies.yaml").policies;
const compose = read("compose.yaml");

describe("data sources", () => {
  it("of each version define the one uid; exactly one is read by Grafana", () => {
    expect(sources.map((path) => path.split("/").at(-1)).toSorted()).toEqual([
      "influxdb-1.yaml.off",
      "influxdb-2.yaml",
      "influxdb-3.yaml.off",
    ]);
    for (const path of sources) {
      const { apiVersion, datasources } = read(path);
      expect([apiVersion, datasources.length]).toEqual([1, 1]);
      expect(datasources[0]).toMatchObject({
        uid: "anju-influx",
        name: "Anju InfluxDB",
        type: "influxdb",
        access: "proxy",
        jsonData: { version: "InfluxQL" },
      });
      // Address, credentials and database come from the environment alone.
      for (const value of [datasources[0].url, datasources[0].jsonData.dbName]) expect(value).toMatch(/^\$ANJU_/);
      for (const value of Object.values(datasources[0].secureJsonData))
        expect(value).toMatch(/^(?:(?:Token|Bearer) )?\$ANJU_GRAFANA_INFLUX_(?:TOKEN|PASSWORD)$/);
    }
  });
});

describe("dashboards", () => {
  it("lie where the providers look, in both languages", () => {
    const { providers } = read("grafana/provisioning/dashboards/anju.yaml");
    const mounted = compose.services.grafana.volumes.find((one: string) => one.startsWith("./grafana/dashboards:"));
    const [, place] = mounted.split(":");
    expect(providers.map(({ options }: { options: { path: string } }) => options.path)).toEqual([
      `${place}/zh`,
      `${place}/en`,
    ]);
    expect(providers.map(({ folder: title }: { folder: string }) => title)).toEqual(["安居", "Anju"]);
    expect(dashboards.size).toBe(dashboardFiles.length);
  });

  it("the home dashboard is there in both languages", () => {
    const home: string = compose.services.grafana.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH;
    for (const language of ["zh", "en"]) {
      const path = home.replace(/\$\{ANJU_LANGUAGE:-zh\}/, language).replace("/etc/anju/", "");
      expect(dashboards.get(`anju-${language}-wall`)).toBe(path);
    }
  });

  it("that the playlists show exist", () => {
    expect(playlists.flatMap(({ boards }) => boards).filter((uid) => !dashboards.has(uid))).toEqual([]);
  });

  it("ask no data source but the provisioned one", () => {
    const uids = dashboardFiles.flatMap((path) =>
      [...text(path).matchAll(/"type": "influxdb",\s+"uid": "([^"]+)"/g)].map(([, uid]) => uid),
    );
    expect(new Set(uids)).toEqual(new Set(["anju-influx"]));
  });
});

describe("alerting", () => {
  it("the committed rules are current (else: npm run generate)", () => {
    for (const [path, content] of Object.entries(provisioningFiles())) expect(text(path) === content).toBe(true);
  });

  it("each rule has its own uid, a title in both languages, and asks the provisioned data source", () => {
    expect(rules.apiVersion).toBe(1);
    expect(new Set(group.rules.map(({ uid }: { uid: string }) => uid)).size).toBe(alertRules.length);
    for (const { title, data, condition, annotations } of group.rules) {
      expect(title).toMatch(/^[^ ]*[一-鿿].* · [A-Z][ -~]+$/);
      expect(data.map(({ refId, datasourceUid }: Record<string, string>) => [refId, datasourceUid])).toEqual([
        ["A", "anju-influx"],
        ["B", "__expr__"],
        ["C", "__expr__"],
      ]);
      expect([condition, data[1].model.expression, data[2].model.expression]).toEqual(["C", "A", "B"]);
      const linked = [...annotations.dashboard.matchAll(/\/d\/(\S+)/g)].map(([, uid]) => uid);
      expect(linked.map((uid) => dashboards.has(uid))).toEqual([true, true]);
      // A text that stands in one language only would be a line without its twin.
      expect(annotations.description.split("\n").map((line: string) => /[一-鿿]/.test(line))).toEqual([true, false]);
    }
  });

  it("no data and no answer are alerts in every rule, never a recovery", () => {
    for (const { noDataState, execErrState } of group.rules)
      expect([noDataState, execErrState]).toEqual(["Alerting", "Alerting"]);
  });

  it("texts ask for labels and values so that a rule without data still says something", () => {
    for (const { annotations } of group.rules)
      expect(annotations.description).not.toMatch(/\$(?:labels|values)\.|\$\{/);
  });

  it("what templates open they close", () => {
    for (const { says } of alertRules)
      for (const words of [says.en, says.zh]) {
        const count = (pattern: RegExp): number => [...words.matchAll(pattern)].length;
        expect(count(/\{\{ if /g)).toBe(count(/\{\{ end \}\}/g));
        expect(count(/\{\{/g)).toBe(count(/\}\}/g));
      }
  });

  it("every label that a text names is one that its query groups by", () => {
    for (const { uid, query, says } of alertRules) {
      const named = [...says.en.matchAll(/index \$labels "(\w+)"/g), ...says.zh.matchAll(/index \$labels "(\w+)"/g)];
      const grouped = query.slice(query.lastIndexOf("GROUP BY"));
      expect({ uid, missing: named.map(([, name]) => name).filter((name) => !grouped.includes(`"${name}"`)) }).toEqual({
        uid,
        missing: [],
      });
    }
  });

  it("policies name contact points that exist, and labels that the rules carry", () => {
    const names = new Set(points.map(({ name }) => name));
    const receivers = [policy.receiver, ...policy.routes.map(({ receiver }: { receiver: string }) => receiver)];
    expect(receivers.filter((name: string) => !names.has(name))).toEqual([]);
    for (const { object_matchers } of policy.routes)
      for (const [label, operator, value] of object_matchers) {
        expect(operator).toBe("=");
        expect(group.rules.some(({ labels }: { labels: Record<string, string> }) => labels[label] === value)).toBe(
          true,
        );
      }
    expect(new Set(points.flatMap(({ receivers: list }) => list.map(({ uid }) => uid))).size).toBe(points.length);
  });

  it("every variable that the files take from the environment is given by compose.yaml or told in their first lines", () => {
    const given = new Set(Object.keys(compose.services.grafana.environment));
    for (const path of ["datasources/influxdb-2.yaml", "alerting/contact-points.yaml"]) {
      const lines = text(`grafana/provisioning/${path}`).split("\n");
      const used = lines.filter((line) => !line.startsWith("#")).flatMap((line) => line.match(/\$[A-Z_]+/g) ?? []);
      expect(used.map((name) => name.slice(1)).filter((name) => !given.has(name))).toEqual([]);
    }
  });
});

describe("compose.yaml", () => {
  it("has no default password: each secret is demanded with what to do, in both languages", () => {
    const secrets = Object.values(compose.services as Record<string, { environment: Record<string, string> }>)
      .flatMap(({ environment }) => Object.entries(environment))
      .filter(([name]) => /PASSWORD|TOKEN|WEBHOOK/.test(name));
    expect(secrets.length).toBeGreaterThan(5);
    for (const [, value] of secrets)
      expect(value).toMatch(
        /^\$\{\w+:\?[^}]*[a-z][^}]*[一-鿿][^}]*\}$|^\$\{ANJU_GRAFANA_INFLUX_TOKEN:-\$\{ANJU_INFLUX_TOKEN\}\}$/,
      );
  });

  it("each service has a health check, a volume that is declared, and ports that open on this machine only", () => {
    for (const { healthcheck, volumes, ports = [] } of Object.values(compose.services) as {
      healthcheck: object;
      volumes: string[];
      ports?: string[];
    }[]) {
      expect(Object.keys(healthcheck)).toContain("test");
      const named = volumes.map((one) => one.split(":")[0] ?? "").filter((name) => /^\w[\w-]+$/.test(name));
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((name) => !(name in compose.volumes))).toEqual([]);
      for (const port of ports) expect(port).toMatch(/^\$\{ANJU_LISTEN:-127\.0\.0\.1\}:/);
    }
  });

  it("gives the screen on the wall no more than looking, and that only when asked for", () => {
    expect(compose.services.grafana.environment).toMatchObject({
      GF_AUTH_ANONYMOUS_ENABLED: expect.stringMatching(/^\$\{ANJU_WALL_ANONYMOUS:-false\}$/),
      GF_AUTH_ANONYMOUS_ORG_ROLE: "Viewer",
      GF_USERS_AUTO_ASSIGN_ORG_ROLE: "Viewer",
      GF_USERS_ALLOW_SIGN_UP: "false",
    });
  });

  it("builds from folders that exist and that the program needs", () => {
    const copied = [...text("Dockerfile").matchAll(/^COPY (\w+) \.\/\1$/gm)].map(([, name]) => name);
    expect(copied.toSorted()).toEqual(["devices", "grafana", "simulators", "sites", "src"]);
  });
});
