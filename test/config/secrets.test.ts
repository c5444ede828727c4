// Secrets of channels come from the environment and are never repeated.

import { describe, expect, it } from "vitest";
import { least, lines, load, valid } from "./site-folder.ts";

describe("secrets", () => {
  const notify = `${least}devices: []
notify:
  channels:
    - { id: hook, type: webhook, url: "\${HOOK}/x", secret: "\${HOOK_SECRET}" }
`;
  it("are taken from the environment", async () => {
    const loaded = await load(notify, { env: { HOOK: "http://127.0.0.1:9", HOOK_SECRET: "top" } });
    expect(valid(loaded).notify.channels).toEqual([
      { id: "hook", type: "webhook", url: "http://127.0.0.1:9/x", secret: "top" },
    ]);
  });
  it("name the variable that is not set, and nothing else", async () => {
    const half = await load(notify, { env: { HOOK: "http://127.0.0.1:9", HOOK_SECRET: "" } });
    expect(half.unset).toEqual(["HOOK_SECRET"]);
    const none = await load(notify);
    // Only a gateway that starts needs them: the site is valid without.
    expect(none.site?.id).toBe("demo");
    const unset = none.problems.filter(({ message }) => message.en.includes("environment variable"));
    expect(
      unset.map(({ severity, line, column, path, message }) => [severity, line, column, path, message.en]),
    ).toEqual([
      ["warning", 10, 39, "notify.channels[0].url", "the environment variable HOOK is not set"],
      ["warning", 10, 60, "notify.channels[0].secret", "the environment variable HOOK_SECRET is not set"],
    ]);
  });
  it("are never repeated in a complaint", async () => {
    const { problems } = await load(notify, { env: { HOOK: "ftp://user:hunter2@x", HOOK_SECRET: "top" } });
    expect(lines(problems)).toEqual([
      "site.yaml:10:39 notify.channels[0].url must be a URL that starts with http:// or https://",
    ]);
  });
});
