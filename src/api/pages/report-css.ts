// The look of the report page: one column, large enough for a thumb, light or dark as the phone is.

export const reportCss = `
:root{color-scheme:light dark;--ink:#1a2027;--soft:#55606c;--ground:#f5f6f8;--card:#fff;--line:#8a95a1;--act:#0b5cad;--warn:#9a1b12;--warnground:#fdeceb}
@media (prefers-color-scheme:dark){:root{--ink:#eef1f4;--soft:#a9b4bf;--ground:#12161b;--card:#1c2229;--line:#6b7783;--act:#3f8fe0;--warn:#ffb4ab;--warnground:#3a1815}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.5 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
main{max-width:34rem;margin:0 auto;padding:16px}
header{display:flex;justify-content:space-between;align-items:center;gap:12px}
h1{font-size:1.35rem;margin:8px 0}
a{color:var(--act)}
header a{padding:10px 0;white-space:nowrap}
.card{background:var(--card);border-radius:12px;padding:14px 16px;margin:12px 0}
.card p{margin:0}
.soft{color:var(--soft);font-size:.92rem}
.big{font-size:1.7rem;font-weight:700}
.refused{background:var(--warnground);color:var(--warn);font-weight:600}
.done{border:3px solid #1d7a3a;font-weight:600}
.press{min-height:96px;font-size:1.4rem}
label{display:block;font-weight:600;margin:16px 0 6px}
input,textarea,select{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px;min-height:48px}
textarea{min-height:8.5rem;resize:vertical}
input:focus-visible,select:focus-visible,textarea:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid var(--act);outline-offset:2px}
button{width:100%;min-height:52px;margin:20px 0 12px;border:0;border-radius:12px;background:var(--act);color:#fff;font:inherit;font-weight:700}
@media (prefers-color-scheme:dark){button{color:#08131f}}
button.waits{animation:ready 3s step-end both}
button.waits::after{content:"";animation:count 3s step-end both}
@keyframes ready{from{opacity:.55;pointer-events:none}to{opacity:1;pointer-events:auto}}
@keyframes count{0%{content:" 3"}33%{content:" 2"}66%{content:" 1"}100%{content:""}}
h2{font-size:1.1rem;margin:24px 0 0}
.urgent{border:3px solid #b3261e}
.urgent p{margin:8px 0}
.alarm{min-height:96px;margin:0 0 8px;background:#b3261e;color:#fff;font-size:1.5rem;line-height:1.25}
.alarm span{display:block;font-size:1rem;font-weight:600}
.call{display:block;padding:12px;border:2px solid currentColor;border-radius:12px;font-weight:700;text-align:center;text-decoration:none}
.trap{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
`;
