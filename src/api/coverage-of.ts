// The coverage that routes ask about; a site without watched areas has none.

import type { CoverageView, GatewayView } from "../model/gateway-view.ts";
import { refused } from "./problem.ts";

/** @throws a not-available refusal where the site names nothing to be watched. */
export function coverageOf({ coverage }: Pick<GatewayView, "coverage">): CoverageView {
  if (coverage) return coverage;
  throw refused("not-available", {
    en: "This site has no watched areas: add `coverage.areas` to its file.",
    zh: "本小区未定义监控区域：请在小区文件中添加 `coverage.areas`。",
  });
}
