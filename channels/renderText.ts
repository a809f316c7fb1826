import type { Choice, View, ViewRow, ViewSection, ViewTable } from '../ports/view.ts';

/** How two things said together are written in a language. */
const joints = {
  'zh-CN': { colon: '：', heading: (text: string) => `【${text}】` },
  en: { colon: ': ', heading: (text: string) => `[${text}]` },
} as const;

/**
 * A view as plain text: the same terms, values and periods as the card, line by line (R10, INV-10).
 * `withChoices` adds the choices, for channels without buttons; the bot takes a number or the words.
 */
export function renderAsText(view: View, { withChoices = false } = {}): string {
  const { title, text, sections = [], details, notes = [], asOf, link, choices = [] } = view;
  const { colon, heading } = joints[view.language];
  return [
    view.speaker?.label,
    title,
    text,
    ...sections.flatMap((section) => sectionLines(section, view)),
    ...(details ? [heading(details.label)] : []),
    ...(details?.sections ?? []).flatMap((section) => sectionLines(section, view)),
    ...notes,
    asOf,
    ...(link ? [`${link.label}${colon}${link.url}`] : []),
    ...(withChoices ? [choicesAsText(choices)] : []),
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

/** Choices line by line, with the numbers that choose them. */
export function choicesAsText(choices: readonly Choice[]): string {
  return choices.flatMap(choiceLines).join('\n');
}

/** What confirms is not on the list: the view says what to type, and a number is no consent (§4.2). */
function choiceLines({ label, number, token }: Choice): string[] {
  if (token) return [];
  return [number ? `${number}. ${label}` : `· ${label}`];
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
