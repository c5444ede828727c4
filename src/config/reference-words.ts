// What the checks of references hand each other: how to complain, and how to expect a known name.

import type { DeviceDefinition } from "../model/device-definition.ts";
import type { Text } from "../model/text.ts";
import type { Located } from "./located.ts";
import type { Path } from "./problem.ts";

export type Report = (node: Located, path: Path, message: Text) => void;
/** Complains where the text names nothing known; `what` says what it should have been. */
export type Expect = (node: Located | undefined, path: Path, known: ReadonlySet<string>, what: Text) => void;
export type Definitions = Readonly<Record<string, DeviceDefinition>>;
