// What only the sum of what is seen can tell of a valid site: areas that are promised more than their cameras see even though
// everything works, and cameras that see none of them. `check` says it; at run time nobody is told of what was never seen.

import { nameSome, type Problem, type Warn } from "../config/problem.ts";
import { leaving, told } from "../config/ring-warnings.ts";
import { createCoverage } from "../coverage/create-coverage.ts";
import { layPlan } from "../coverage/lay-plan.ts";
import type { Site } from "../model/site.ts";

/** Each matter once, the worst first. */
export const designWarnings = (site: Site, warn: Warn): readonly Problem[] =>
  site.coverage.areas.some(({ drawn }) => drawn) ? [...unseen(site, warn), ...idle(site, warn)] : [];

/** Drawn areas alone: those without a drawing that name too few cameras are told as that. */
function unseen(site: Site, warn: Warn): readonly Problem[] {
  const { areas, levels } = site.coverage;
  const coverage = createCoverage(site);
  const misplaced = leaving(areas, levels);
  const short = areas.flatMap(({ id, drawn, atLeast }, index) => {
    const [day, night] = [coverage.designRatio(id, false), coverage.designRatio(id, true)];
    const least = Math.min(day, night);
    if (!drawn || misplaced.has(index) || least >= atLeast) return [];
    return [{ id, index, by: atLeast - least, ...spoken(day, night, atLeast) }];
  });
  const [worst] = short.sort((a, b) => b.by - a.by);
  if (!worst) return [];
  const one = short.length === 1;
  const en = nameSome(short.map((area) => `${area.id} ${area.en}`));
  const zh = nameSome(short.map((area) => `${area.id} ${area.zh}`));
  return [
    warn(
      ["coverage", "areas", worst.index],
      `${one ? "1 area is" : `${short.length} areas are`} seen less than promised although everything works: ${en}; nobody will be told of ${one ? "it" : "these"} at run time: hang cameras (\`coverage/suggest\` says where) or promise less`,
      `有 ${short.length} 个区域在一切正常时也达不到要求：${zh}；运行中不会就此通知任何人：请加装摄像机（\`coverage/suggest\` 给出位置），或降低要求`,
    ),
  ];
}

/** "62.8 % of 95 % by day": rounded down, that 94.96 % never reads as the 95 % it misses. */
function spoken(day: number, night: number, atLeast: number) {
  const percent = (ratio: number) => `${Math.floor(ratio * 1000 + 1e-6) / 10} %`;
  const promised = `${Number((atLeast * 100).toFixed(2))} %`;
  if (day === night) return { en: `${percent(day)} of ${promised}`, zh: `${percent(day)}（要求 ${promised}）` };
  if (day >= atLeast)
    return { en: `${percent(night)} of ${promised} by night`, zh: `夜间 ${percent(night)}（要求 ${promised}）` };
  if (night >= atLeast)
    return { en: `${percent(day)} of ${promised} by day`, zh: `白天 ${percent(day)}（要求 ${promised}）` };
  return {
    en: `${percent(day)} by day and ${percent(night)} by night of ${promised}`,
    zh: `白天 ${percent(day)}、夜间 ${percent(night)}（要求 ${promised}）`,
  };
}

/** Cameras with complete optics that reach no area although their level has some; not those that an undrawn area names. */
function idle(site: Site, warn: Warn): readonly Problem[] {
  const { areas, levels } = site.coverage;
  const { cameras } = layPlan(site);
  const misplaced = leaving(areas, levels);
  const drawn = new Set(areas.flatMap(({ drawn }, index) => (drawn && !misplaced.has(index) ? [drawn.level] : [])));
  const named = new Set(areas.flatMap((area) => (area.drawn ? [] : area.watchedBy)));
  const hits = site.devices.flatMap(({ id }, index) => {
    const camera = cameras.get(id);
    const level = camera?.optics?.level;
    const sees = !camera || level === undefined || camera.viewers.size > 0;
    return sees || named.has(id) || !drawn.has(level)
      ? []
      : [{ name: `${id} (${level})`, path: ["devices", index, "mount"] }];
  });
  const one = hits.length === 1;
  return told(hits, warn, (names) => [
    `${one ? "1 camera sees" : `${hits.length} cameras see`} none of the areas on ${one ? "its" : "their"} level: ${names}; check \`heading\`, place, \`range\` and the walls in between, or draw what is to be seen there`,
    `有 ${hits.length} 台摄像机看不到所在楼层的任何区域：${names}；请核对 \`heading\`、位置、\`range\` 及其间的墙体，或绘制应由其监看的区域`,
  ]);
}
