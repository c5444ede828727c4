// A strict reader of line protocol, written from the specification alone, to judge what the encoder writes.

export type StrictLine = {
  measurement: string;
  tags: [string, string][];
  fields: [string, number | boolean | string][];
  time: number;
};

/** Reads one line. @throws Error where a strict server might object. */
export function strictLine(line: string): StrictLine {
  let at = 0;
  const fail = (why: string): never => {
    throw new Error(`${why} at ${at} in ${JSON.stringify(line)}`);
  };
  const word = (stops: string, escapable: string): string => {
    let text = "";
    while (at < line.length && !stops.includes(line[at] as string)) {
      const char = line[at] as string;
      if (char < " " || char === "\u007f") fail("control character");
      if (char === "\\") {
        const next = line[at + 1];
        if (next === undefined || next === "\\") fail("unsound backslash");
        if (escapable.includes(next as string)) {
          text += next;
          at += 2;
          continue;
        }
        if (stops.includes(next as string)) fail("backslash before a stop that it does not escape");
      }
      text += char;
      at++;
    }
    return text === "" ? fail("empty word") : text;
  };
  const quoted = (): string => {
    let text = "";
    for (at++; ; at++) {
      const char = line[at] ?? fail("open string");
      if (char < " " || char === "\u007f") fail("control character");
      if (char === '"') break;
      if (char === "\\") {
        at++;
        if (line[at] !== '"' && line[at] !== "\\") fail("unknown escape in a string");
        text += line[at];
      } else text += char;
    }
    at++;
    return text;
  };
  if (line[0] === "#") fail("comment");
  const measurement = word(", ", ", ");
  const tags: [string, string][] = [];
  while (line[at] === ",") {
    at++;
    const key = word("=, ", "=, ");
    if (line[at++] !== "=") fail("tag without value");
    tags.push([key, word(", =", "=, ")]);
    if (line[at] === "=") fail("bare equals sign");
  }
  if (line[at++] !== " ") fail("no fields");
  const fields: [string, number | boolean | string][] = [];
  for (;;) {
    const key = word("=, ", "=, ");
    if (line[at++] !== "=") fail("field without value");
    if (line[at] === '"') fields.push([key, quoted()]);
    else {
      const bare = word(", ", "");
      if (bare === "true" || bare === "false") fields.push([key, bare === "true"]);
      else if (/^-?(0|[1-9]\d*)(\.\d+)?(e[+-]\d+)?$/.test(bare)) fields.push([key, Number(bare)]);
      else fail("not a value");
    }
    if (line[at] !== ",") break;
    at++;
  }
  if (line[at++] !== " ") fail("no time");
  const time = line.slice(at);
  if (!/^-?\d+$/.test(time)) fail("bad time");
  return { measurement, tags, fields, time: Number(time) };
}
