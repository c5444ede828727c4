// An id that nothing has: the one that was perhaps meant, by spelling or by name, and the first few that there are.

import { nearest } from "../model/nearest.ts";
import { type Text, text } from "../model/text.ts";

type Named = { readonly id: string; readonly name: Text };

const most = 8;
/** A name that has brackets of its own gets none around it. */
const both = ({ id, name: { en, zh } }: Named): Text =>
  text(en.includes("(") ? `${id} ${en}` : `${id} (${en})`, zh.includes("（") ? `${id} ${zh}` : `${id}（${zh}）`);

/** Who is meant: the name itself in either language, else the nearest id, else the nearest name. */
function meantBy(written: string, known: readonly Named[]): Named | undefined {
  const names = known.flatMap((one) => [one.name.en, one.name.zh].map((name) => ({ one, name: name.toLowerCase() })));
  const lower = written.trim().toLowerCase();
  const id = nearest(
    lower,
    known.map((one) => one.id),
  );
  return (
    names.find(({ name }) => name === lower)?.one ??
    known.find((one) => one.id === id) ??
    names.find(
      ({ name }) =>
        name ===
        nearest(
          lower,
          names.map((each) => each.name),
        ),
    )?.one
  );
}

/** @param known missing: the sentence stands alone. @param heading what the ids are of: "Staff" */
export function withChoices(said: Text, written: string, known: readonly Named[] | undefined, heading: Text): Text {
  if (!known || known.length === 0) return said;
  const meant = meantBy(written, known);
  const few = known.slice(0, most).map(both);
  const more = known.length - few.length;
  const en = few.map((one) => one.en).join(", ");
  const zh = few.map((one) => one.zh).join("、");
  const [guessEn, guessZh] = meant ? [` Did you mean ${both(meant).en}?`, `是否应为 ${both(meant).zh}？`] : ["", ""];
  return text(
    `${said.en}${guessEn} ${heading.en}: ${en}${more > 0 ? ` and ${more} more` : ""}.`,
    `${said.zh}${guessZh}${heading.zh}：${zh}${more > 0 ? ` 等，共 ${known.length} 个` : ""}。`,
  );
}
