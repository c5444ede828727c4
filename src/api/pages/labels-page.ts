// The sheet of labels to print and stick on: one card per thing with its QR code, name, zone and the link in letters.

import type { Language, Text } from "../../model/text.ts";
import type { Labelled } from "../labelled.ts";
import { countWords } from "./count-words.ts";
import { type Html, html, type Page } from "./html.ts";

const css = `
*{box-sizing:border-box}
body{margin:0;padding:8mm;color:#000;background:#fff;font:11pt/1.35 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
body{overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:.4rem 1.4rem;margin-bottom:6mm;line-height:1.9}
nav a,nav strong{padding:.25rem 0}
.warning{border:2px solid #9a1b12;color:#9a1b12;padding:3mm;margin:0 0 5mm;font-weight:600}
ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(58mm,100%),1fr));gap:4mm;list-style:none;margin:0;padding:0}
li{display:flex;flex-direction:column;align-items:center;border:1px dashed #777;border-radius:3mm;padding:3mm;text-align:center;text-wrap:balance;break-inside:avoid}
li > *{min-width:0;max-width:100%;overflow-wrap:anywhere}
li{min-width:0}
li svg{display:block;width:34mm;height:34mm;margin:1.5mm auto}
.kind{font-weight:600}
.scan{margin-top:auto}
.scan span{white-space:nowrap}
.small{font-size:8.5pt;color:#333}
.code{font:8pt ui-monospace,monospace;white-space:nowrap}
@media (max-width:480px){body{padding:4mm}.code{white-space:normal}.scan span{white-space:normal}ul{grid-template-columns:repeat(2,minmax(0,1fr));gap:3mm}}
@media print{nav{display:none}body{padding:0}ul{grid-template-columns:repeat(3,1fr)}@page{size:A4;margin:10mm}}
`;

export type Label = Labelled & { readonly link: string; readonly qr: Html };

export type LabelsPage = {
  readonly language: Language;
  readonly place: Text;
  readonly labels: readonly Label[];
  /** Other sheets, by link. */
  readonly sheets: readonly { readonly link: string; readonly name: Text; readonly isThis: boolean }[];
  /** No public address is set: the links lead to this machine only. */
  readonly isLocal: boolean;
};

const { wall } = countWords;

/** Both languages; once where they are the same. */
const both = ({ en, zh }: Text): Html =>
  zh === en ? html`<div>${zh}</div>` : html`<div>${zh}</div><div lang="en">${en}</div>`;

const card = ({ name, type, id, kind, zone, link, qr, code }: Label): Html =>
  html`<li><strong>${name.zh}</strong>${name.en !== name.zh && html`<span lang="en">${name.en}</span>`}
<div class="kind">${kind.zh} <span lang="en">${kind.en}</span>${type === "device" && ` · ${id}`}</div>
${qr}<div class="scan"><span>扫码报事</span> <span lang="en">Scan to report</span></div>
${type === "device" && html`<div class="small">${both(zone.name)}</div>`}
<div class="code" title="${link}">${code}</div></li>`;

export function labelsPage({ language, place, labels, sheets, isLocal }: LabelsPage): Page {
  return {
    language,
    title: `标签 · Labels · ${place[language]}`,
    css,
    body: html`<nav><a href="/">${wall.zh} ${wall.en}</a> ${sheets.map(({ link, name, isThis }) =>
      isThis ? html`<strong>${name.zh} ${name.en}</strong> ` : html`<a href="${link}">${name.zh} ${name.en}</a> `,
    )}</nav>
${
  isLocal &&
  html`<p class="warning">未设置 --public-url（ANJU_PUBLIC_URL），这些二维码只能在本机使用，请勿张贴。<br><span lang="en">--public-url (ANJU_PUBLIC_URL) is not set: these codes lead to this machine only. Do not stick them on.</span></p>`
}
<ul>${labels.map(card)}</ul>`,
  };
}
