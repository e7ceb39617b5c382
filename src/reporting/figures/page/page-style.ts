/** Colours keep their distance in both schemes, also for people who tell few apart. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#16191d;--soft:#59616b;--line:#dfe3e8;--s0:#2f6fde;--s1:#e07b00;--s2:#16805c;--good:#13704f;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ground:#101317;--card:#191d23;--ink:#e9ecf0;--soft:#a2abb6;--line:#2d343d;--s0:#77a7ff;--s1:#ffb057;--s2:#55c99c;--good:#55c99c;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;padding:24px;background:var(--ground);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
main{max-width:1160px;margin:0 auto}
h1{font-size:22px;margin:0}
header p{margin:4px 0 20px;color:var(--soft)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:12px;margin:0 0 16px;padding:0;list-style:none}
.tiles li,figure,section.insights{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px}
.tiles b{display:block;font-size:23px;font-weight:650}
.tiles span{color:var(--soft);font-size:13px}
.tiles .better{color:var(--good)}.tiles .worse{color:var(--bad)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:12px}
figure{margin:0;min-width:0}
figcaption{font-weight:600}
.legend{display:flex;gap:16px;margin:4px 0;padding:0;list-style:none;color:var(--soft);font-size:13px}
.key{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px}
svg{display:block;width:100%;height:auto}
svg text{fill:var(--soft);font-size:12px}svg .name{fill:var(--ink)}
.grid{stroke:var(--line)}
rect.s0,circle.s0{fill:var(--s0)}rect.s1,circle.s1{fill:var(--s1)}rect.s2,circle.s2{fill:var(--s2)}
.line{fill:none;stroke-width:2}.line.s0{stroke:var(--s0)}.line.s1{stroke:var(--s1)}.line.s2{stroke:var(--s2)}
.key.s0{background:var(--s0)}.key.s1{background:var(--s1)}.key.s2{background:var(--s2)}
.none{color:var(--soft)}
.insights{margin:0 0 16px}.insights h2{font-size:16px;margin:0 0 6px}.insights ul{margin:0;padding-left:20px}
details{margin-top:6px;font-size:13px}summary{cursor:pointer;color:var(--soft)}
table{border-collapse:collapse;width:100%;margin-top:6px}
th,td{padding:3px 8px;border-bottom:1px solid var(--line);text-align:right;font-weight:400}
th:first-child{text-align:left}
`;
