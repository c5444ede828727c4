import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../../src/model/severity.ts";
import { digest } from "../../src/notify/digest.ts";
import { demoSite, monday10, noticeOf } from "./demo-site.ts";

const entry = (number: number, severity: (typeof severities)[number], title = "困人") => {
  const more = { severity, title: { zh: title, en: title } };
  return { notice: noticeOf("group", number, { at: monday10 + number }, more), attempts: 0 };
};

describe("digest", () => {
  it("lists each ticket, the worst first, then the oldest", () => {
    const { wording } = digest(
      [entry(1, "minor"), entry(2, "critical"), entry(3, "minor")],
      demoSite(),
      monday10,
      2048,
    );
    expect(wording).toEqual({
      title: { zh: "【紧急】合并通知 3 条", en: "[Critical] 3 notices in one message" },
      body: {
        zh: "【紧急】1号楼电梯 困人（T-000002）\n【一般】1号楼电梯 困人（T-000001）\n【一般】1号楼电梯 困人（T-000003）",
        en: "[Critical] Elevator, building 1: 困人 (T-000002)\n[Minor] Elevator, building 1: 困人 (T-000001)\n[Minor] Elevator, building 1: 困人 (T-000003)",
      },
      url: "https://anju.example.org/#/tickets",
    });
  });

  it("fits the limit, takes at least one, and every entry it takes stands in it", () => {
    const entries = fc.array(fc.tuple(fc.constantFrom(...severities), fc.string({ unit: "grapheme", maxLength: 40 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(entries, fc.integer({ min: 700, max: 4096 }), (list, limit) => {
        const waiting = list.map(([severity, title], index) => entry(index + 1, severity, title));
        const { entries: taken, wording } = digest(waiting, demoSite(), monday10, limit);
        const all = (["zh", "en"] as const).map(
          (language) => `${wording.title[language]}\n${wording.body[language]}\n${wording.url}`,
        );
        for (const text of all) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
        expect(taken.length).toBeGreaterThan(0);
        for (const { notice } of taken) expect(wording.body.zh).toContain(notice.ticket);
        if (taken.length < list.length) expect(wording.body.zh).toContain(`另有 ${list.length - taken.length} 条`);
      }),
      { numRuns: 60 },
    );
  });
});
