/** Spreadsheets take a cell that begins so for a formula. */
const formula = /^[=+\-@\t\r]/;

/**
 * One line of CSV (RFC 4180). A cell that a spreadsheet would run is made text by an apostrophe: what
 * stands in a record was written by others.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as UTF-8 with the mark by which Excel knows it, in the pieces the rows come in. */
export async function* csvOf(
  headings: readonly string[],
  batches: AsyncIterable<ReadonlyArray<readonly string[]>>,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(headings)}`;
  for await (const rows of batches) yield rows.map(csvLine).join('');
}
