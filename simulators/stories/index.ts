// Every story there is, in the order in which they are listed.

import type { Story } from "../story.ts";
import { badWeek } from "./bad-week.ts";
import { burstPipe } from "./burst-pipe.ts";
import { cameraBlocked } from "./camera-blocked.ts";
import { demoNight } from "./demo.ts";
import { entrapment } from "./entrapment.ts";
import { flappingLink } from "./flapping-link.ts";
import { forcedGate } from "./forced-gate.ts";
import { lampOut } from "./lamp-out.ts";
import { powerFeedLost } from "./power-feed-lost.ts";
import { quietWeek } from "./quiet-week.ts";

export const stories: readonly Story[] = [
  entrapment,
  burstPipe,
  lampOut,
  cameraBlocked,
  forcedGate,
  powerFeedLost,
  flappingLink,
  quietWeek,
  badWeek,
  demoNight,
];
