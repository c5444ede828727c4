// The part of the site file about devices: the same for all kinds, and with the options, rated values and faults of each.

import { z } from "zod";
import type { DeviceDefinition, OptionDefinition } from "../../model/device-definition.ts";
import { mount } from "./coverage.ts";
import { parameterShape, type RawParameters } from "./parameters.ts";
import { dailyWindow, date, id, line, signedDuration, textSchema } from "./words.ts";

const common = {
  id,
  name: textSchema.optional(),
  zone: id,
  building: line.optional(),
  intercom: line.optional(),
  upstream: z.array(id).optional(),
  via: id.optional(),
  address: line.optional(),
  clockOffset: signedDuration.optional(),
  mount: mount.optional(),
  video: z.strictObject({ snapshot: line.optional(), playback: line.optional(), live: line.optional() }).optional(),
  asset: z
    .strictObject({
      model: line.optional(),
      maker: line.optional(),
      serial: line.optional(),
      installedOn: date.optional(),
      warrantyUntil: date.optional(),
    })
    .optional(),
};

function optionSchema(option: OptionDefinition): z.ZodType {
  if (option.type === "bool") return z.boolean().optional();
  if (option.type === "choice") return z.enum(option.values as [string, ...string[]]).optional();
  if (option.type === "id") return id.optional();
  return z.array(dailyWindow).optional();
}

/** One device of this kind. */
const deviceOf = (definition: DeviceDefinition) =>
  z.strictObject({
    ...Object.fromEntries(Object.entries(definition.options).map(([name, option]) => [name, optionSchema(option)])),
    ...common,
    kind: z.literal(definition.kind),
    ...parameterShape([definition]),
  });

/** One entry of `defaults`: for one kind, or (`kind` left out) for all. */
const defaultsOf = (kind: z.ZodType, kinds: readonly DeviceDefinition[]) =>
  z.strictObject({ kind, zone: id.optional(), maker: line.optional(), ...parameterShape(kinds) });

type Several = [z.ZodObject, ...z.ZodObject[]];

export const devices = (kinds: readonly DeviceDefinition[]) =>
  z.array(z.discriminatedUnion("kind", kinds.map(deviceOf) as unknown as Several));

export const defaults = (kinds: readonly DeviceDefinition[]) =>
  z.array(
    z.discriminatedUnion("kind", [
      ...kinds.map((definition) => defaultsOf(z.literal(definition.kind), [definition])),
      defaultsOf(z.undefined().optional(), kinds),
    ] as unknown as Several),
  );

/** A device as validated; a kind's own options stand beside these keys. */
export type RawDevice = RawParameters & {
  readonly id: string;
  readonly kind: string;
  readonly name?: string | { readonly en: string; readonly zh: string };
  readonly zone: string;
  readonly building?: string;
  readonly intercom?: string;
  readonly upstream?: readonly string[];
  readonly clockOffset?: string;
  readonly mount?: z.infer<typeof mount>;
  readonly asset?: {
    readonly model?: string;
    readonly maker?: string;
    readonly serial?: string;
    readonly installedOn?: string;
    readonly warrantyUntil?: string;
  };
};

export type RawDefaults = RawParameters & { readonly kind?: string; readonly zone?: string; readonly maker?: string };
