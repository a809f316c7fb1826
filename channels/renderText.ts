import type { View, ViewRow, ViewSection, ViewTable } from '../ports/view.ts';

/** How two things said together are written in a language. */
const joints = {
  'zh-CN': { colon: '：', heading: (text: string) => `【${text}】` },
  en: { colon: ': ', heading: (text: string) => `[${text}]` },
} as const;

/**
 * A view as plain text: the same terms, values and periods as the card, line by line (R10, INV-10).
 * `numbered` adds the choices by number, for channels without buttons; the bot takes the number.
 */
export function renderAsText(view: View, { numbered = false } = {}): string {
  const choices = numbered ? (view.choices ?? []) : [];
  return [
    view.title,
    view.text,
    ...(view.sections ?? []).flatMap((section) => sectionLines(section, view)),
    ...(view.notes ?? []),
    view.asOf,
    ...(view.link ? [`${view.link.label}${joints[view.language].colon}${view.link.url}`] : []),
    ...choices.map(({ label }, index) => `${index + 1}. ${label}`),
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

function sectionLines(
  { heading, rows = [], table, notes = [] }: ViewSection,
  view: View,
): string[] {
  return [
    ...(heading ? [joints[view.language].heading(heading)] : []),
    ...rows.flatMap((row) => rowLines(row, view)),
    ...(table ? tableLines(table, view) : []),
    ...notes,
  ];
}

function rowLines({ term, value, note }: ViewRow, { language }: View): string[] {
  return [`${term}${joints[language].colon}${value}`, ...(note ? [`  ${note}`] : [])];
}

/** Each row under its first cell, every other cell with the name of its column: read aloud it makes sense. */
function tableLines({ columns, rows }: ViewTable, { language }: View): string[] {
  const { colon } = joints[language];
  return rows.flatMap(([first = '', ...cells]) => [
    `${columns[0]}${colon}${first}`,
    ...cells.map((cell, index) => `  ${columns[index + 1]}${colon}${cell}`),
  ]);
}
