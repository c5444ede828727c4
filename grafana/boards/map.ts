// The map: areas as drawn in the site's plan, cameras and areas where they lie. Positions come from the plan as GeoJSON, never from a board.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { FrameGeometrySourceMode, MapLayerOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { MapCenterID, PanelBuilder, TooltipMode } from "@grafana/grafana-foundation-sdk/geomap";
import { text } from "../../src/model/text.ts";
import { seenSteps } from "../colors.ts";
import { column } from "../columns.ts";
import { asOf, chosen, table } from "../influxql.ts";
import type { Say } from "../language.ts";
import { toPlan } from "../links.ts";
import { dressed } from "../panels.ts";

/** Served by Grafana itself, from its own folder `public/maps`: made by `plan export`, or fetched from our API. */
const plan = "public/maps/anju.geojson";
const area = "area";

const style = (color: string, opacity: number) => ({ color: { fixed: color }, opacity, lineWidth: 1 });

/** Markers where the plan has what is named in this column. */
function markers(name: string, refId: string, by: string, value: string, size: number, symbol: string) {
  return new MapLayerOptionsBuilder()
    .type("markers")
    .name(name)
    .tooltip(true)
    .filterData({ id: "byRefId", options: refId })
    .location({ build: () => ({ mode: FrameGeometrySourceMode.Lookup, lookup: by, gazetteer: plan }) })
    .config({
      showLegend: false,
      style: {
        color: { field: value, fixed: "dark-green" },
        opacity: 0.8,
        size: { fixed: size, min: 2, max: 15 },
        symbol: { fixed: `img/icons/marker/${symbol}.svg`, mode: "fixed" },
        text: { field: by, fixed: "", mode: "field" },
        textConfig: { fontSize: 11, offsetX: 0, offsetY: 14, textAlign: "center", textBaseline: "middle" },
      },
    });
}

export const map = (say: Say): Builder<Panel> =>
  dressed(new PanelBuilder(), {
    title: say(text("Map of areas and cameras", "区域与摄像机地图")),
    description: say(
      text(
        "Areas by the share that is seen, cameras by their frame rate. The plan is read from public/maps/anju.geojson in Grafana's folder.",
        "区域按覆盖率、摄像机按帧率着色。平面图取自 Grafana 目录下的 public/maps/anju.geojson。",
      ),
    ),
    ask: [
      table(
        `SELECT last("ratio") AS "ratio", "blindArea" FROM "coverage" WHERE ${asOf}${chosen("site", "zone")} GROUP BY "area"`,
        { refId: "A" },
      ),
      table(
        `SELECT last("fps") AS "fps" FROM "camera" WHERE time > \${__to}ms - 1h AND ${asOf}${chosen("site", "zone", "building", "device")} GROUP BY "device"`,
        { refId: "B" },
      ),
    ],
    columns: [
      column("area", { title: say(text("Area", "区域")) }),
      column("ratio", { title: say(text("Seen", "覆盖率")), unit: "percentunit", decimals: 1, steps: seenSteps }),
      column("blindArea", { title: say(text("Not seen", "盲区面积")), unit: "areaM2", decimals: 0 }),
      column("device", { title: say(text("Camera", "摄像机")) }),
      column("fps", {
        title: say(text("Frame rate", "帧率")),
        decimals: 0,
        steps: [
          [null, "red"],
          [1, "green"],
        ],
      }),
    ],
    links: [toPlan(say)],
  })
    .view({ build: () => ({ id: MapCenterID.Fit, allLayers: true, padding: 5 }) })
    .controls({ build: () => ({ showZoom: true, mouseWheelZoom: false, showAttribution: true, showScale: true }) })
    .tooltip({ build: () => ({ mode: TooltipMode.Details }) })
    .basemap(new MapLayerOptionsBuilder().type("default").name(say(text("Ground", "底图"))))
    .layers([
      new MapLayerOptionsBuilder()
        .type("geojson")
        .name(say(text("Plan", "平面图")))
        .tooltip(false)
        .config({
          src: plan,
          rules: [
            { style: style("blue", 0.2), check: { property: "type", operation: "eq", value: area } },
            { style: style("dark-gray", 0.5), check: { property: "type", operation: "eq", value: "wall" } },
          ],
          style: style("gray", 0.05),
        }),
      markers(say(text("Areas", "区域")), "A", "area", "ratio", 7, "square"),
      markers(say(text("Cameras", "摄像机")), "B", "device", "fps", 5, "circle"),
    ]);
