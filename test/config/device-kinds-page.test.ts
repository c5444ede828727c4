// The committed page of device kinds is the one the definitions give, and leaves nothing of them out.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { deviceKindsPage } from "../../src/config/device-kinds-page.ts";

const page = deviceKindsPage(definitions);

it("is current (else: npm run generate)", () => {
  const committed = readFileSync(join(import.meta.dirname, "../../docs/device-kinds.md"), "utf8");
  expect(committed === page).toBe(true);
});

it("tells every point and fault of every kind in both languages", () => {
  const sections = new Map(page.split("\n## ").map((section) => [section.split(" ", 1)[0], section]));
  for (const { kind, points, faults } of Object.values(definitions)) {
    const section = sections.get(kind) ?? "";
    for (const [name, { label }] of Object.entries(points))
      expect(section).toContain(`| \`${name}\` | ${label.en} · ${label.zh} |`);
    for (const [name, { label }] of Object.entries(faults))
      expect(section).toContain(`| \`${name}\`<br>${label.en}<br>${label.zh} |`);
  }
});

it("says rules in words", () => {
  expect(page).toContain("(`mode` ≠ inspection and `alarmButton` = true) for *PT3S*");
  expect(page).toContain("（`mode` ≠ inspection 且 `alarmButton` = true） 持续 *PT3S*");
  expect(page).toContain("While inside its lighting program by ≥ PT15M and `dimming` > 0 or not reported:");
  expect(page).toContain("`power` < 30 % × `rated.power` × `dimming`");
  expect(page).toContain(
    "≥ *5* events `passage` (`result` = denied) within PT60S, none with `result` = granted between",
  );
});
