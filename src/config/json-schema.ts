// The JSON Schema of site.yaml, so that an editor completes and checks it; generated from the same schema that loads it.

import { z } from "zod";
import { definitions } from "../../devices/index.ts";
import { siteSchema } from "./site-schema.ts";

/** Draft 2020-12 with the built-in kinds' options folded in; the text of sites/site.schema.json. */
export function siteJsonSchema(): string {
  const schema = z.toJSONSchema(siteSchema(definitions), {
    target: "draft-2020-12",
    io: "input",
    unrepresentable: "any",
    reused: "ref",
    override: ({ zodSchema, jsonSchema }) => {
      // A `defaults` entry for every kind is one without `kind`.
      if (zodSchema._zod.def.type === "undefined") jsonSchema.not = {};
    },
  });
  return `${JSON.stringify({ ...schema, title: "Anju site" }, null, 1)}\n`;
}
