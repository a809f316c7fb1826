import type { AgreementDocument, AgreementSection } from '../../ports/agreement.ts';

// Sizes in em: text at 200 % meets the narrow form as a small screen does (rights §9.2, §9.3).
const style = `
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1c2127;font:1.125rem/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
main,footer{max-width:46rem;margin:0 auto;padding:20px}
h1{font-size:1.75rem;line-height:1.3;margin:0}
h2{font-size:1.25rem;line-height:1.4;margin:0 0 .5rem;color:#0b5c66}
header{border-bottom:3px solid #0b5c66;padding-bottom:1rem}
header p{margin:0;color:#4f5a66}
header .operator{color:#0b5c66;font-weight:700}
section{margin-top:1.75rem}
.major{margin-inline:-16px;padding:16px;border-inline-start:4px solid #0b5c66;padding-inline-start:12px;background:#eef5f5}
.major td,.major p{font-weight:700}
table{width:100%;border-collapse:collapse}
tr{border-bottom:1px solid #d3d9de}
th,td{padding:.5rem 0;text-align:start;vertical-align:top;white-space:pre-line}
th{width:34%;padding-inline-end:1rem;font-weight:400;color:#4f5a66}
.major th{font-weight:700}
section p{margin:.75rem 0 0;white-space:pre-line}
footer{color:#4f5a66;font-size:1rem}
h1,h2,th{hyphens:auto}
@media (max-width:32em){h1{font-size:1.5rem}table,tbody,tr,th,td{display:block;width:auto}tr{padding:.5rem 0}th,td{padding:0}}
@media print{body{font-size:10.5pt}main,footer{max-width:none;padding:0}h2{break-after:avoid}tr{break-inside:avoid}.major{print-color-adjust:exact}}
`.trim();

/** The agreement as one page that needs nothing else: the words of the PDF in the same order. */
export function drawHtml(agreement: AgreementDocument): string {
  const { number, language, title, operatorName, sections, footer, disclosureHash } = agreement;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="agreement-number" content="${escaped(number)}">
<meta name="disclosure-hash" content="${escaped(disclosureHash)}">
<title>${escaped(`${title} ${number}`)}</title>
<style>
${style}
</style>
</head>
<body>
<main>
<header>
<p class="operator">${escaped(operatorName)}</p>
<h1>${escaped(title)}</h1>
<p>${escaped(number)}</p>
</header>
${sections.map(drawSection).join('\n')}
</main>
<footer>${escaped(footer)}</footer>
</body>
</html>
`;
}

function drawSection(section: AgreementSection, index: number): string {
  const { heading, rows, paragraphs, isMajorInterest } = section;
  const id = `section-${index + 1}`;
  // The roles keep the table a table where the narrow form lays its cells out as blocks.
  const table =
    rows.length === 0
      ? ''
      : `<table role="table" aria-labelledby="${id}"><tbody role="rowgroup">
${rows
  .map(
    ({ term, value, onScreen = value }) =>
      `<tr role="row"><th role="rowheader" scope="row">${escaped(term)}</th><td role="cell">${escaped(onScreen)}</td></tr>`,
  )
  .join('\n')}
</tbody></table>\n`;
  return `<section aria-labelledby="${id}"${isMajorInterest ? ' class="major"' : ''}>
<h2 id="${id}">${escaped(heading)}</h2>
${table}${paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>\n`).join('')}</section>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
