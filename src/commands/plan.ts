// `npm run anju -- plan export|import`: the site's plan to and from GeoJSON, for maps and drawing programs.

import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { planFromGeoJson, withKept } from "../config/plan-from-geojson.ts";
import { planToGeoJson } from "../config/plan-geojson.ts";
import { planShift } from "../config/plan-shift.ts";
import { planYaml } from "../config/plan-yaml.ts";
import type { CoveragePlan } from "../model/coverage.ts";
import type { Site } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import type { Command, Shell } from "./command.ts";
import { readOrTell, siteOrTell } from "./load.ts";

const usage = text(
  `Usage: npm run anju -- plan …
  export --site DIR [--out FILE]        the plan as GeoJSON: levels, walls, areas, cameras, lamps
  import FILE --site DIR [--out FILE]   such a GeoJSON file as YAML for the site folder
Coordinates are WGS 84, about the \`origin\` under \`coverage\` in the site. Features are told apart by their property
\`type\`: level, wall, area, camera, streetlight; their other properties are named as in the site file.
Without --out it goes to stdout; npm adds lines of its own there unless told --silent.`,
  `用法：npm run anju -- plan …
  export --site 目录 [--out 文件]        将平面图输出为 GeoJSON：楼层、墙体、区域、摄像机、路灯
  import 文件 --site 目录 [--out 文件]   将此类 GeoJSON 转为小区配置的 YAML
坐标系为 WGS 84（不是 GCJ-02 或 BD-09），以小区配置中 \`coverage\` 的 \`origin\` 为原点。要素以属性 \`type\` 区分：
level、wall、area、camera、streetlight；其余属性与小区配置同名。
不带 --out 时输出到 stdout；npm 会在其中加入自己的行，除非加 --silent。`,
);

const nowhere = text(
  "The site does not say where its plan lies: add origin: { latitude: …, longitude: …, rotation: 0 } under `coverage`.",
  "小区配置没有说明平面图的位置：请在 `coverage` 下添加 origin: { latitude: …, longitude: …, rotation: 0 }。",
);

export const plan: Command = {
  name: "plan",
  about: text(
    "the plan to and from GeoJSON: plan export | plan import FILE",
    "平面图与 GeoJSON 互转：plan export | plan import 文件",
  ),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { flags: ["out"], positionals: 2 });
    if (!read) return 2;
    const [verb, file] = read.positionals;
    const understood = verb === "export" ? file === undefined : verb === "import" && file !== undefined;
    if (!understood) return tell(usage, shell);
    const site = await siteOrTell(read.settings, shell);
    if (!site) return 2;
    const { origin } = site.coverage;
    if (!origin) return tell(nowhere, shell);
    const write = writer(read.flags.out, shell);
    if (file !== undefined) return importFile(file, origin, site, write, shell);
    return write(`${JSON.stringify(planToGeoJson(site.coverage, site.devices), null, 1)}\n`);
  },
};

const tell = (both: Text, shell: Shell): number => {
  shell.err(`${shell.say(both)}\n`);
  return 2;
};

type Write = (content: string) => Promise<number>;

/** To the file, else to stdout; the exit code. */
const writer =
  (out: string | undefined, shell: Shell): Write =>
  async (content) => {
    if (out === undefined) shell.out(content);
    else
      try {
        await writeFile(resolve(shell.cwd, out), content);
      } catch (error) {
        const { message } = error as Error;
        return tell(text(`--out ${out} cannot be written: ${message}`, `--out ${out} 无法写入：${message}`), shell);
      }
    return 0;
  };

async function importFile(
  file: string,
  origin: NonNullable<CoveragePlan["origin"]>,
  site: Site,
  write: Write,
  shell: Shell,
): Promise<number> {
  let collection: unknown;
  try {
    collection = JSON.parse(await readFile(resolve(shell.cwd, file), "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = text(`There is no file ${file}.`, `找不到文件 ${file}。`);
    const wrong = text(`${file} cannot be read as JSON: ${message}`, `${file} 无法按 JSON 读取：${message}`);
    return tell(code === "ENOENT" ? missing : wrong, shell);
  }
  const reading = planFromGeoJson(collection, origin);
  if (!reading.ok) {
    for (const problem of reading.problems) tell(text(`${file}: ${problem.en}`, `${file}：${problem.zh}`), shell);
    return 2;
  }
  const here = new Map(site.devices.map(({ id, zone }) => [id, zone]));
  const { coverage, devices } = reading.value;
  const zoned = devices.map(({ id, kind, zone = here.get(id), mount }) => ({
    id,
    kind,
    ...(zone !== undefined && { zone }),
    mount,
  }));
  const shifted = planShift(reading.value, site);
  if (shifted) tell(text(`${file}: ${shifted.en}`, `${file}：${shifted.zh}`), shell);
  const code = await write(planYaml({ coverage: withKept(coverage, site.coverage), devices: zoned }));
  const known = devices.flatMap(({ id }) => (here.has(id) ? [id] : []));
  if (known.length > 0)
    tell(
      text(
        `The site has these devices already; take over their \`mount\` there: ${known.join(", ")}`,
        `小区中已有这些设备，请将 \`mount\` 并入原有条目：${known.join(", ")}`,
      ),
      shell,
    );
  return code;
}
