// The look of the pages that are printed on A4 and read on a phone: tables on paper and wide screens, cards on narrow ones.

export const paperCss = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0 auto; padding: 1.5rem; max-width: 1500px; color: #111; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; break-after: avoid; }
p { margin: .25rem 0; } nav { margin: .5rem 0 1rem; } nav a, nav strong { margin-right: 1.2em; white-space: nowrap; line-height: 2.2; }
a { color: #0b5cad; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: 1px solid #999; padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: #f1f3f5; font-weight: 600; }
td > div, small { display: block; } small { color: #444; font-size: .88em; }
.state, th { overflow-wrap: normal; } .whose { min-width: 8em; }
.id, .when, .whole, .late { white-space: nowrap; } .late { font-weight: 600; color: #b00020; }
.row-critical > td:first-child { border-left: 4px solid #b00020; }
.sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .5rem; margin: .75rem 0; padding: 0; list-style: none; }
.sums li { border: 1px solid #999; border-radius: 6px; padding: .35rem .6rem; } .sums strong { display: block; font-size: 1.4rem; line-height: 1.3; }
.tallies { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0 1.5rem; align-items: start; }
.signed { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; margin-top: 2.5rem; break-inside: avoid; } .signed p { border-top: 1px solid #111; padding-top: .25rem; }
@media screen and (max-width: 760px) {
  body { padding: 1rem; }
  table.cards, .cards tbody, .cards tr, .cards td { display: block; } .cards thead { display: none; }
  .cards tr { border: 1px solid #999; border-radius: 8px; margin: 0 0 .6rem; padding: .3rem 0; }
  .cards tr.row-critical { border-left: 5px solid #b00020; }
  .cards td, .cards tr > td:first-child { border: 0; padding: .15rem .7rem; display: grid; grid-template-columns: 6.2em 1fr; gap: .5em; }
  .cards td::before { content: attr(data-label); color: #555; font-size: .88em; }
  .cards td > * { grid-column: 2; min-width: 0; } .cards td::before { grid-row: 1; }
  .cards .id small, .cards .when small { display: inline; margin-left: .7em; }
  .cards .late, .cards .whole { white-space: normal; } .cards .whose { min-width: 0; }
  .cards td:empty { display: none; } nav a { padding: .4rem 0; }
}
@media print {
  @page { size: A4; margin: 12mm; }
  body { padding: 0; font-size: 10.5px; max-width: none; } nav { display: none; } .late { color: inherit; } h1 { font-size: 16px; } h2 { font-size: 12.5px; margin-top: 12px; }
  th, td { padding: 2px 4px; } .sums { grid-template-columns: repeat(7, 1fr); gap: 4px; } .sums strong { font-size: 14px; } .sums li { padding: 2px 6px; }
}
`;
