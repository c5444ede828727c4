// The wall's few drawings: severities and kinds by shape, so that nothing is told by colour alone.

const shapes: Readonly<Record<string, string>> = {
  critical: "M7.5 2h9L22 7.5v9L16.5 22h-9L2 16.5v-9zM11 6v8h2V6zM11 16v2h2v-2z",
  major: "M12 2 23 21H1zM11 9v6h2V9zM11 17v2h2v-2z",
  minor: "M12 5a7 7 0 1 0 .01 0zM11 9v4h2V9zM11 14v2h2v-2z",
  camera: "M2 7h13v10H2zM16.500 10.500 22 7v10l-5.500-3.500z",
  gate: "M4 2h16v20H4zM7 5v14h10V5zM13.500 11h2v3h-2z",
  streetlight: "M5 22V7a5 5 0 0 1 10 0h4l2 5h-9l2-5a2.500 2.500 0 0 0-6.500 0v15z",
  elevator: "M3 2h18v20H3zM5 4v16h14V4zM9 6l3 4H6zM15 18l-3-4h6zM11.200 11h1.600v2h-1.600z",
  pump: "M12 2c4 5 7 8 7 12a7 7 0 0 1-14 0c0-4 3-7 7-12zM9 14a3 3 0 0 0 3 3v2a5 5 0 0 1-5-5z",
  other: "M4 4h16v16H4zM7 7v10h10V7z",
};

/** A drawing of 1em; hidden from screen readers, which get the word beside it. */
export function icon(name: string): SVGSVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("class", `icon icon-${name in shapes ? name : "other"}`);
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", shapes[name] ?? shapes.other ?? "");
  path.setAttribute("fill-rule", "evenodd");
  made.append(path);
  return made;
}
