// What was most likely meant: each complaint about a plan says how the thing is written.

import { describe, expect, it } from "vitest";
import { least, load } from "./site-folder.ts";

type Parts = { readonly level?: string; readonly area?: string; readonly mount?: string; readonly standard?: string };
const drawn = "level: g, polygon: [[2,2],[6,2],[6,6]], need: outline";

/** Errors, both languages, of a plan with a camera and a lamp. */
async function errors({ level = "", area = drawn, mount = "hfov: 90", standard = "" }: Parts) {
  const { problems } = await load(`${least}coverage:
  ${standard}
  levels: [{ id: g, outline: [[0,0],[20,0],[20,20]] ${level} }]
  areas: [{ id: A, zone: east, ${area} }]
devices:
  - { id: C8, kind: camera, zone: east, mount: { level: g, x: 1, y: 1, ${mount} } }
  - { id: L1, kind: streetlight, zone: east }
links: [{ id: sw-1, type: switch }]
`);
  const found = problems.filter(({ severity }) => severity === "error");
  return {
    en: found.map(({ path, message }) => `${path} ${message.en}`),
    zh: found.map(({ path, message }) => `${path} ${message.zh}`),
  };
}

describe("a plan with a slip says how it is written", () => {
  it.each([
    ...["light", "true", "", '"false"', "0"].map(
      (written) =>
        [
          `indoor: ${written}`,
          { level: `, indoor: ${written}` },
          "coverage.levels[0].indoor must be false (outdoors), lit (indoors, never dark) or dark (indoors, always dark)",
          "coverage.levels[0].indoor 必须是 false（室外）、lit（室内，始终有照明）或 dark（室内，始终无照明）",
        ] as const,
    ),
    [
      "pixels: 2560x1440",
      { mount: "pixels: 2560x1440" },
      "devices[0].mount.pixels must be a list: [2560, 1440]",
      "devices[0].mount.pixels 必须是列表，如 [2560, 1440]",
    ],
    [
      "watchedBy: C8",
      { area: "watchedBy: C8" },
      "coverage.areas[0].watchedBy must be a list: [C8]",
      "coverage.areas[0].watchedBy 必须是列表，如 [C8]",
    ],
    [
      "a point with named coordinates",
      { area: drawn.replace("[6,2]", "{ x: 6, y: 2 }") },
      "coverage.areas[0].polygon[1] must be a list: [6, 2]",
      "coverage.areas[0].polygon[1] 必须是列表，如 [6, 2]",
    ],
    [
      "a point of a wall that is no point",
      { level: ", walls: [[[1,1], 7]]" },
      "coverage.levels[0].walls[0][1] must be a list: [x, y]",
      "coverage.levels[0].walls[0][1] 必须是列表，如 [x, y]",
    ],
    [
      "a wall that is no line",
      { level: ", walls: [7]" },
      "coverage.levels[0].walls[0] must be a list: [[10, 10], [10, 30]]",
      "coverage.levels[0].walls[0] 必须是列表，如 [[10, 10], [10, 30]]",
    ],
    [
      "a decimal comma in a short form",
      { mount: "height: 3,5" },
      "devices[0].mount.5 unknown key `5`: a decimal comma? Write 3.5, not 3,5",
      "devices[0].mount.5 未知的键 `5`：是否用逗号作了小数点？应写 3.5，而不是 3,5",
    ],
    [
      "a decimal comma in a text",
      { mount: 'height: "3,5"' },
      "devices[0].mount.height must be a number: write 3.5 with a point",
      "devices[0].mount.height 必须是数字：小数点请写作 3.5",
    ],
    [
      "a full-width colon",
      { mount: "height：3" },
      "devices[0].mount.height：3 unknown key `height：3`: `：` and `，` do not part keys and values: write `: ` and `, `",
      "devices[0].mount.height：3 未知的键 `height：3`：`：`、`，` 不能分隔键值，请改用半角 `: ` 和 `, `",
    ],
    [
      "a lamp that shall watch",
      { area: "watchedBy: [L1]" },
      "coverage.areas[0].watchedBy[0] `L1` is a streetlight, not a camera",
      "coverage.areas[0].watchedBy[0] `L1` 是路灯，不是摄像机",
    ],
    [
      "a switch that shall watch",
      { area: "watchedBy: [sw-1]" },
      "coverage.areas[0].watchedBy[0] `sw-1` is a link, not a camera",
      "coverage.areas[0].watchedBy[0] `sw-1` 是链路，不是摄像机",
    ],
    [
      "an unknown camera",
      { area: "watchedBy: [C9]" },
      "coverage.areas[0].watchedBy[0] unknown camera `C9`; did you mean `C8`?",
      "coverage.areas[0].watchedBy[0] 未知的摄像机 `C9`；是否应为 `C8`？",
    ],
    [
      "a class of the other edition",
      { area: drawn.replace("outline", "identify") },
      "coverage.areas[0].need unknown class of iec-62676-4-2025 `identify` (known: overview, outline, discern, perceive, characterise, validate, scrutinise); it is a class of iec-62676-4-2014: write that under `standard` to use it",
      "coverage.areas[0].need 未知的 iec-62676-4-2025 等级 `identify`（可用：overview、outline、discern、perceive、characterise、validate、scrutinise）；它是 iec-62676-4-2014 的等级，如需使用请在 `standard` 中写明",
    ],
    [
      "a misspelt class",
      { standard: "standard: iec-62676-4-2014", area: drawn.replace("outline", "recognize") },
      "coverage.areas[0].need unknown class of iec-62676-4-2014 `recognize` (known: monitor, detect, observe, recognise, identify); did you mean `recognise`?",
      "coverage.areas[0].need 未知的 iec-62676-4-2014 等级 `recognize`（可用：monitor、detect、observe、recognise、identify）；是否应为 `recognise`？",
    ],
  ] as const)("%s", async (_what, parts, en, zh) => {
    expect(await errors(parts)).toEqual({ en: [en], zh: [zh] });
  });
});

describe("a file that is no YAML", () => {
  const told = async (rest: string) =>
    (await load(`${least}${rest}`)).problems.map(({ line, message }) => `${line} ${message.en} | ${message.zh}`);

  it("with one tab has one error, whatever follows it", async () => {
    expect(await told("coverage:\n\tlevels:\n  - { id: g, outline: [] }\n  areas: []\ndevices: []\n")).toEqual([
      "8 YAML: Tabs are not allowed as indentation | YAML 格式错误：不能用制表符缩进，请改用空格",
    ]);
  });

  it("names three lines at most, and how many more", async () => {
    const found = await told(Array.from({ length: 9 }, (_, n) => `"\\q": ${n} # \\q "\\q"\n`).join(""));
    expect(found).toHaveLength(4);
    expect(found.map((line) => Number(line.split(" ")[0]))).toEqual([7, 8, 9, 10]);
    expect(found[3]).toBe("10 …and 6 more | ……另有 6 处");
  });

  it("because of a full-width comma says so; one in a text is none of it", async () => {
    expect(await told("devices:\n  - { id: C1， kind: camera， zone: east }\n")).toEqual([
      expect.stringMatching(
        /^8 YAML: .*; `：` and `，` do not part keys .* \| YAML 格式错误：.*；`：`、`，` 不能分隔键值/,
      ),
    ]);
    const [other] = await told('devices:\n  - { id: C1, name: "东，北", zone: [east }\n');
    expect(other).toMatch(/^8 YAML: /);
    expect(other).not.toContain("do not part");
  });
});
