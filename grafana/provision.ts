// The provisioning file of the alert rules as YAML, made from alerts.ts and committed; the other provisioning files hold nothing that code knows better and are written by hand.

import { stringify } from "yaml";
import { alertRules, provisionedRule } from "./alerts.ts";

/** Grafana takes the folder by its title and creates it. */
export const alertFolder = "安居告警 Anju alerts";

const preface = `# Made from grafana/alerts.ts by \`npm run generate\`; do not edit by hand. 由 \`npm run generate\` 生成，请勿手改。
# Grafana leaves "$" in queries and annotations of rules as it stands.

`;

/** By path from the project's root; the same rules give the same bytes. */
export function provisioningFiles(): Readonly<Record<string, string>> {
  const group = { orgId: 1, name: "anju", folder: alertFolder, interval: "1m", rules: alertRules.map(provisionedRule) };
  const rules = stringify({ apiVersion: 1, groups: [group] }, { aliasDuplicateObjects: false, lineWidth: 0 });
  return { "grafana/provisioning/alerting/rules.yaml": preface + rules };
}
