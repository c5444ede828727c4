// site.yaml and its includes as files: what cannot be read, what is no YAML, what leads outside the folder.

import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { loadSite } from "../../src/config/load-site.ts";
import { least, lines, load, siteFolder, valid } from "./site-folder.ts";

describe("files", () => {
  const only = async (files: Readonly<Record<string, string | Uint8Array>>) => lines((await load(files)).problems);

  it("says what cannot be read", async () => {
    const dir = await siteFolder({ "readme.txt": "" });
    const { site, problems } = await loadSite(dir, { definitions, env: {} });
    expect(site).toBe(null);
    expect(lines(problems)).toEqual([
      `site.yaml:1:1  site.yaml cannot be read in ${dir}: there is no such file; name the site's folder with --site`,
    ]);
    expect(await only({ "site.yaml": "" })).toEqual(["site.yaml:1:1  the file is empty"]);
    expect(await only({ "site.yaml": "# nothing yet\n" })).toEqual(["site.yaml:1:1  the file is empty"]);
    expect(await only({ "site.yaml": "7" })).toEqual(["site.yaml:1:1  must be a group of keys"]);
    const gbk = Uint8Array.from([...Buffer.from("name: "), 0xbd, 0xf5, 0xd0, 0xe5]);
    expect((await only({ "site.yaml": gbk }))[0]).toContain("it is not UTF-8; save it as UTF-8");
  });

  it("lists every error of form", async () => {
    const found = await only({ "site.yaml": 'site: "demo\\q"\nzones: [a\nname: *x\n\tpeak: 1\n' });
    expect(found.length).toBeGreaterThan(1);
    expect(found[0]).toBe("site.yaml:1:12  YAML: Invalid escape sequence \\q");
    expect(found.some((line) => line.startsWith("site.yaml:3:"))).toBe(true);
  });

  it("refuses aliases that lead nowhere, into themselves or into the sky", async () => {
    expect(await only({ "site.yaml": "site: *x\n" })).toEqual(["site.yaml:1:7 site nothing is named `&x` above"]);
    expect(await only({ "site.yaml": "a: &a [*a]\n" })).toEqual(["site.yaml:1:8 a[0] this alias contains itself"]);
    const levels = Array.from({ length: 12 }, (_, n) =>
      n === 0
        ? "l0: &l0 [x]"
        : `l${n}: &l${n} [${Array(10)
            .fill(`*l${n - 1}`)
            .join(", ")}]`,
    );
    expect(await only({ "site.yaml": levels.join("\n") })).toEqual([
      "site.yaml:1:1  aliases (*) expand into far too much",
    ]);
    expect((await only({ "site.yaml": "[".repeat(50_000) }))[0]).toMatch(/^site.yaml:1:\d+ {2}YAML: /);
  });

  it("uses aliases and points into them", async () => {
    const { problems } = await load(`${least}devices:
  - { id: L1, kind: streetlight, zone: east, rated: &lamp { power: 60, powr: 1 } }
  - { id: L2, kind: streetlight, zone: east, rated: *lamp }
`);
    expect(lines(problems)).toEqual([
      "site.yaml:8:72 devices[0].rated.powr unknown key `powr`; did you mean `power`?",
      "site.yaml:8:72 devices[1].rated.powr unknown key `powr`; did you mean `power`?",
    ]);
  });

  it("merges what it includes and points into the right file", async () => {
    const files = {
      "site.yaml": `${least}include: [more/lamps.yaml, gates.yaml]\ndevices: [{ id: C1, kind: camera, zone: east }]\nnotify: { channels: [{ id: m, type: mqtt }] }\n`,
      "more/lamps.yaml":
        "devices:\n  - { id: L1, kind: streetlight, zone: east }\nnotify: { routes: [{ channels: [m] }] }\n",
      "gates.yaml": "devices:\n  - { id: G1, kind: gate, zone: east }\n",
    };
    const site = valid(await load(files));
    expect(site.devices.map(({ id }) => id)).toEqual(["C1", "L1", "G1"]);
    expect(site.notify.routes.map(({ channels }) => channels)).toEqual([["m"]]);
    const wrong = {
      ...files,
      "gates.yaml": "site: other\nlanguage: en\ninclude: [x.yaml]\ndevices:\n  - { id: C1, kind: gate, zone: eest }\n",
    };
    expect(lines((await load(wrong)).problems)).toEqual([
      "gates.yaml:1:7 site already given in site.yaml, line 1",
      "gates.yaml:2:11 language already given in site.yaml, line 3",
      "gates.yaml:3:1 include only site.yaml may include other files",
      "gates.yaml:5:11 devices[2].id the id `C1` is already used in site.yaml, line 8",
      "gates.yaml:5:33 devices[2].zone unknown zone `eest`; did you mean `east`?",
    ]);
  });

  it("keeps includes inside the folder", async () => {
    const outside = await siteFolder({ "secret.yaml": "devices: []\n" });
    const dir = await siteFolder({
      "site.yaml": `${least}include: [../x.yaml, /etc/passwd, gone.yaml, link.yaml, a.yaml, a.yaml, 7, .]\ndevices: []\n`,
      "a.yaml": "peak: [\n",
    });
    await symlink(join(outside, "secret.yaml"), join(dir, "link.yaml"));
    const { problems } = await loadSite(dir, { definitions, env: {} });
    expect(lines(problems).filter((line) => line.startsWith("site.yaml"))).toEqual([
      "site.yaml:7:11 include[0] `../x.yaml` lies outside the site folder",
      "site.yaml:7:22 include[1] `/etc/passwd` lies outside the site folder",
      "site.yaml:7:35 include[2] `gone.yaml` cannot be read: there is no such file",
      "site.yaml:7:46 include[3] `link.yaml` lies outside the site folder",
      "site.yaml:7:65 include[5] `a.yaml` is included twice",
      "site.yaml:7:73 include[6] must be the name of a file in the site folder",
      "site.yaml:7:76 include[7] `.` lies outside the site folder",
    ]);
    expect(lines(problems).some((line) => line.startsWith("a.yaml:2:1  YAML: "))).toBe(true);
  });
});
