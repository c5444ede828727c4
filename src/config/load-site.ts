// A site folder → the community, or everything that is wrong with it, all at once, each with its file, line and column.

import type { DeviceDefinition } from "../model/device-definition.ts";
import type { Site } from "../model/site.ts";
import { type Language, text } from "../model/text.ts";
import { placed, schemaFindings } from "./issue-problems.ts";
import { loadDefinitions } from "./load-definitions.ts";
import { placeOf, textOf } from "./located.ts";
import { type Problem, type Warn, warning } from "./problem.ts";
import { referenceProblems } from "./references.ts";
import { resolveSite } from "./resolve-site.ts";
import { withSecrets } from "./secrets.ts";
import { readSiteDocument } from "./site-document.ts";
import { type RawSite, siteSchema } from "./site-schema.ts";
import { siteWarnings } from "./site-warnings.ts";
import { timezoneProblems } from "./timezone.ts";

export type LoadOptions = {
  /** The built-in kinds. */
  readonly definitions: Readonly<Record<string, DeviceDefinition>>;
  /** Where `${NAME}` in channels is looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly publicUrl?: string;
  /** Default: facility. */
  readonly topicRoot?: string;
  /** Warnings about a valid site from parts that this one may not ask. */
  readonly further?: (site: Site, warn: Warn) => readonly Problem[];
};

export type LoadedSite = {
  /** null when there is an error. */
  readonly site: Site | null;
  readonly problems: readonly Problem[];
  /** The site's language: zh where a site that can be read says nothing; undefined where that cannot be known. */
  readonly language: Language | undefined;
  /** Environment variables that the channels name and nobody set. */
  readonly unset: readonly string[];
};

/** Reads and checks the folder; never throws for what stands in it. */
export async function loadSite(dir: string, options: LoadOptions): Promise<LoadedSite> {
  const [document, own] = await Promise.all([readSiteDocument(dir), loadDefinitions(dir, options.definitions)]);
  const problems: Problem[] = [...document.problems, ...own.problems];
  if (!document.root) return { site: null, problems, language: document.language, unset: [] };

  const { definitions } = own;
  const secrets = withSecrets(document.root, options.env);
  const { root } = secrets;
  // What an unset variable stands for cannot be judged.
  const findings = schemaFindings(siteSchema(definitions), root.value).filter(
    ({ path }) => !secrets.unset.has(JSON.stringify(path)),
  );
  problems.push(
    ...secrets.problems,
    ...placed(findings, root),
    ...timezoneProblems(root),
    ...referenceProblems(root, definitions),
  );
  const language = textOf(root, "language") === "en" ? "en" : "zh";
  const shaped = findings.length === 0 && problems.every(({ path }) => path !== "timezone");
  if (!shaped) return { site: null, problems, language, unset: [] };

  const { publicUrl, topicRoot = "facility" } = options;
  const raw = root.value as RawSite;
  const site = resolveSite(raw, { definitions, topicRoot, ...(publicUrl !== undefined && { publicUrl }) });
  problems.push(...siteWarnings(site, raw, root));
  const valid = problems.every(({ severity }) => severity !== "error");
  if (valid && options.further) {
    const warn: Warn = (path, en, zh) => warning(placeOf(root, path), path, text(en, zh));
    problems.push(...options.further(site, warn));
  }
  return { site: valid ? site : null, problems, language, unset: [...secrets.variables] };
}
