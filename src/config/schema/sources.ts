// The part of the site file about credentials that speak for many devices, in their own topics and JSON.

import { z } from "zod";
import { id, interval, line, say, textSchema } from "./words.ts";

const pointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/, say("must be a JSON Pointer such as /list/0/v", "必须是 JSON Pointer，如 /list/0/v"));

const mapping = z.strictObject({
  at: pointer,
  scale: z.number().optional(),
  offset: z.number().optional(),
  bit: z.int().min(0).max(63).optional(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export const source = (kinds: readonly string[]) =>
  z.strictObject({
    id,
    name: textSchema.optional(),
    zone: id.optional(),
    protocol: z.enum(["mqtt", "http"]).optional(),
    kind: z.enum(kinds as [string, ...string[]]),
    topic: line.optional(),
    each: pointer.optional(),
    device: pointer.optional(),
    ts: pointer.optional(),
    seq: pointer.optional(),
    offlineAfter: interval.optional(),
    map: z.record(id, mapping).optional(),
  });
