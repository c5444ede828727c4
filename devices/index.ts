// Every kind the gateway knows. A site folder adds more by the same defineDevice.

import type { DeviceDefinition } from "../src/model/device-definition.ts";
import { camera } from "./camera.ts";
import { elevator } from "./elevator.ts";
import { gate } from "./gate.ts";
import { pump } from "./pump.ts";
import { streetlight } from "./streetlight.ts";

export const definitions: Readonly<Record<string, DeviceDefinition>> = { camera, gate, streetlight, elevator, pump };
