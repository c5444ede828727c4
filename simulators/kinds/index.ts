// The simulated behaviour of each kind.

import type { SimulatedKind } from "../simulated-site.ts";
import { createCamera } from "./camera.ts";
import { createElevator } from "./elevator.ts";
import { createGate } from "./gate.ts";
import { createPump } from "./pump.ts";
import type { CreateDevice } from "./simulated-device.ts";
import { createStreetlight } from "./streetlight.ts";

export const kinds: Readonly<Record<SimulatedKind, CreateDevice>> = {
  camera: createCamera,
  gate: createGate,
  streetlight: createStreetlight,
  elevator: createElevator,
  pump: createPump,
};
