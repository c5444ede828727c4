// The shapes of coverage on the wire, now, in the past and by the month, for the OpenAPI document.

import { z } from "zod";
import { areaPriorities } from "../model/coverage.ts";
import { footageProofs } from "../model/coverage-report.ts";
import { footageStates } from "../model/past-coverage.ts";
import { instant, words } from "./schemas.ts";

const point = z.array(z.number()).readonly();
const ring = z.array(point).readonly();
const area = z.object({
  id: z.string(),
  zone: z.string(),
  level: z.string().nullable(),
  need: z.string().nullable(),
  atLeast: z.number(),
  area: z.number().meta({ description: "m²" }),
  ratio: z.number(),
  designRatio: z.number(),
  nightDesignRatio: z.number(),
  blindArea: z.number().meta({ description: "m²" }),
  blindSpots: z
    .array(
      z.object({
        area: z.number(),
        polygon: ring,
        reason: z.enum(["design", "camera", "light"]),
        because: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
  seenBy: z.array(z.string()).readonly(),
  singlePoints: z.array(z.object({ device: z.string(), lostArea: z.number() })).readonly(),
});
export const coverage = z.object({
  standard: z.string(),
  at: instant,
  dark: z.boolean(),
  areas: z.array(area).readonly(),
  uncertain: z.array(z.string()).readonly().exactOptional().meta({
    description: "With `at`: cameras whose heading then nobody knows any more 当时朝向已无从得知的摄像机",
  }),
  listening: z.boolean().exactOptional().meta({
    description: "With `at`: false where the gateway was not listening then 当时网关是否在运行",
  }),
});
export const mount = z.object({
  level: z.string(),
  x: z.number(),
  y: z.number(),
  height: z.number(),
  heading: z.number(),
  tilt: z.number(),
  hfov: z.number(),
  vfov: z.number(),
  pixels: z.tuple([z.number(), z.number()]).readonly(),
  closes: z.number().meta({ description: "m² closed after those before it 在前述各处之后再消除的盲区" }),
});
export const turn = z.object({
  camera: z.string(),
  heading: z.number().meta({ description: "Where it looks now, degrees 现朝向（度）" }),
  to: z.number().meta({ description: "Where a person could turn it 建议朝向（度）" }),
  adds: z.number().meta({ description: "m² of the area seen besides 本区域新增可视面积" }),
  ratio: z.number().meta({ description: "Of the area, then 转动后本区域覆盖率" }),
  costs: z
    .array(z.object({ area: z.string(), lostArea: z.number() }))
    .readonly()
    .meta({
      description: "m² that other areas would lose 其他区域失去的面积",
    }),
});
export const plan = z.object({
  standard: z.string(),
  at: instant,
  dark: z.boolean(),
  levels: z.array(
    z.object({ id: z.string(), name: words, indoor: z.string(), outline: ring, walls: z.array(ring).readonly() }),
  ),
  areas: z.array(
    z.object({
      id: z.string(),
      zone: z.string(),
      name: words,
      level: z.string().nullable(),
      polygon: ring,
      need: z.string().nullable(),
      atLeast: z.number(),
      cameras: z.number(),
      priority: z.string(),
    }),
  ),
  cameras: z.array(
    z.object({
      id: z.string(),
      name: words,
      level: z.string(),
      x: z.number(),
      y: z.number(),
      heading: z.number(),
      faults: z.array(z.string()).readonly(),
      sector: ring.nullable(),
    }),
  ),
  lamps: z.array(
    z.object({
      id: z.string(),
      name: words,
      level: z.string(),
      x: z.number(),
      y: z.number(),
      radius: z.number(),
      works: z.boolean(),
    }),
  ),
});

export const witnesses = z.object({
  at: instant,
  level: z.string(),
  x: z.number(),
  y: z.number(),
  dark: z.boolean(),
  listening: z.boolean(),
  witnesses: z
    .array(
      z.object({
        camera: z.string(),
        name: words,
        density: z.number().meta({ description: "px/m" }),
        class: z.string(),
        recorded: z.boolean(),
        footage: z.enum(footageStates),
      }),
    )
    .readonly(),
  uncertain: z.array(z.string()).readonly(),
  notSeen: z
    .array(
      z.object({
        camera: z.string(),
        name: words,
        because: z.array(z.object({ asset: z.string(), fault: z.string() })).readonly(),
      }),
    )
    .readonly(),
});

const share = z.object({
  minutes: z.number().meta({ description: "Known 有记录的分钟数" }),
  blindMinutes: z.number(),
  share: z.number().nullable().meta({ description: "0…1 of the known minutes 占有记录时间的比例" }),
});
const finding = z.array(z.enum(["day", "night"])).readonly();
export const report = z
  .object({
    site: z.string(),
    month: z.string(),
    from: instant,
    to: instant,
    at: instant,
    unknownMinutes: z.number(),
    unknown: z.array(z.object({ since: instant, until: instant })),
    planChanges: z
      .array(z.object({ at: instant, areas: z.array(z.string()).readonly(), cameras: z.array(z.string()).readonly() }))
      .meta({ description: "Areas and cameras planned otherwise from then on: changed, new, or gone 平面图变更" }),
    areas: z.array(
      z.object({
        id: z.string(),
        name: words,
        zone: z.string(),
        priority: z.enum(areaPriorities),
        atLeast: z.number(),
        designRatio: z.number(),
        nightDesignRatio: z.number(),
        finding,
        plans: z
          .array(
            z.object({
              since: instant,
              until: instant,
              atLeast: z.number(),
              designRatio: z.number(),
              nightDesignRatio: z.number(),
              finding,
            }),
          )
          .readonly()
          .meta({ description: "How it was planned, piece by piece; it counts only then 各时段的设计，仅此期间计入" }),
        whole: share,
        day: share,
        night: share,
        periods: z.array(
          z.object({
            since: instant,
            until: instant.nullable(),
            blindMinutes: z.number(),
            because: z.array(z.string()).readonly(),
            ticket: z.string().nullable(),
            stoodIn: z.array(z.object({ by: z.string(), at: instant, byLabel: z.boolean() })),
            missedRounds: z.number(),
          }),
        ),
      }),
    ),
    cameras: z.array(
      z.object({
        id: z.string(),
        name: words,
        zone: z.string(),
        oldestRecording: instant.nullable(),
        footage: z.enum(footageProofs),
        gaps: z.array(
          z.object({
            cause: z.string(),
            minutes: z.number(),
            times: z.array(z.object({ since: instant, until: instant.nullable() })),
          }),
        ),
      }),
    ),
  })
  .meta({ description: "The monthly proof of coverage 监控覆盖月报" });
