"""The style sheet of the HTML report: light, dark, narrow and printed."""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --panel: #f6f8fa; --link: #0a53a8;
  --error: #a8101b; --error-page: #fdecec; --warning: #744600; --warning-page: #fff3d6;
  --note: #0a4f8f; --note-page: #e8f2fc; --good: #125e2b; --good-page: #e6f5ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171c; --text: #e6e9ee; --quiet: #a9b2be; --line: #3a424d; --panel: #1d2229; --link: #86bdff;
    --error: #ff9da1; --error-page: #3b1619; --warning: #f5c870; --warning-page: #33270d;
    --note: #93c8ff; --note-page: #11293f; --good: #86dca0; --good-page: #10301c;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { border-bottom: 1px solid var(--line); font-size: 1.25rem; margin: 2.5rem 0 1rem; padding-bottom: .25rem; }
h3 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .25rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, .frame:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .875em; }
code { unicode-bidi: isolate; white-space: pre-wrap; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .25rem; margin: .25rem 0 .75rem; }
pre { padding: .5rem .75rem; white-space: pre-wrap; }
pre code { font-size: 1em; }
header { border: 2px solid; border-radius: .5rem; padding: 1rem 1.25rem; }
header p { color: var(--text); margin-top: .5rem; }
header.error, .badge.error { background: var(--error-page); color: var(--error); }
header.warning, .badge.warning { background: var(--warning-page); color: var(--warning); }
header.good, .badge.good { background: var(--good-page); color: var(--good); }
.badge.note { background: var(--note-page); color: var(--note); }
.badge { border: 1px solid; border-radius: .25rem; font-size: .875rem; font-weight: 600; padding: 0 .375rem; }
.badge { white-space: nowrap; }
.sign { display: inline-block; font-weight: 700; text-align: center; width: 1em; }
.quiet { color: var(--quiet); font-size: .875rem; }
.hint { display: block; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1rem 0 0; padding: 0; }
.frame { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { color: var(--quiet); font-size: .875rem; padding-bottom: .5rem; text-align: left; }
th, td { border-bottom: 1px solid var(--line); padding: .375rem .75rem .375rem .5rem; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid var(--line); overflow-wrap: normal; }
tbody th { font-weight: 600; min-width: 14rem; }
td { min-width: 8rem; overflow-wrap: break-word; }
td.error { box-shadow: inset 3px 0 var(--error); }
td.warning { box-shadow: inset 3px 0 var(--warning); }
td.note { box-shadow: inset 3px 0 var(--note); }
.problem { display: block; margin-top: .125rem; }
.label { display: none; }
.findings { list-style: none; margin: 0; padding: 0; }
.findings > li { border: 1px solid var(--line); border-left-width: 4px; border-radius: .25rem; }
.findings > li { margin: .5rem 0; padding: .5rem .75rem; }
.findings > li.error { border-left-color: var(--error); }
.findings > li.warning { border-left-color: var(--warning); }
.findings > li.note { border-left-color: var(--note); }
.findings .head { margin-top: 0; }
:target { background: var(--panel); outline: 2px solid var(--link); }
.page { border: 1px solid var(--line); border-radius: .25rem; margin: 1rem 0; padding: .25rem 1rem .75rem; }
.page > p, .page > pre { max-width: 52rem; }
.page h3 { margin-top: .75rem; }
.kind { color: var(--quiet); font-size: .875rem; }
footer { border-top: 1px solid var(--line); color: var(--quiet); font-size: .875rem; margin-top: 3rem; padding-top: .5rem; }
@media (max-width: 44rem) {
  body { padding: .75rem; }
  h1 { font-size: 1.25rem; }
  .matrix, .matrix tbody, .matrix tr, .matrix th, .matrix td { display: block; }
  .matrix caption { display: block; }
  .matrix thead { display: none; }
  .matrix tr { border-bottom: 2px solid var(--line); padding: .5rem 0; }
  .matrix th, .matrix td { border: 0; min-width: 0; padding: .125rem .5rem; }
  .matrix td { display: flex; gap: .75rem; overflow-wrap: anywhere; }
  .label { color: var(--quiet); display: block; flex: 0 0 7rem; font-size: .875rem; }
}
@media print {
  :root {
    --page: #fff; --text: #000; --quiet: #444; --line: #999; --panel: #fff; --link: #000;
    --error: #000; --error-page: #fff; --warning: #000; --warning-page: #fff; --note: #000; --note-page: #fff;
    --good: #000; --good-page: #fff;
  }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2, h3, h4, thead { break-after: avoid; }
  tr, .findings > li, pre { break-inside: avoid; }
  .frame { overflow: visible; }
}
"""
