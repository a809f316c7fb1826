import type { Attachment } from 'botbuilder';
import type { View, ViewRow, ViewSection, ViewTable } from '../ports/view.ts';

type Element = Record<string, unknown>;

/**
 * A view as an Adaptive Card 1.5: headings are headings for screen readers, every row is read term
 * first, nothing is said by colour alone, and it fits a phone of 320 px. `plainText` is spoken, and
 * shown by clients that do not draw cards.
 */
export function adaptiveCard(view: View, plainText: string): Attachment {
  const { title, text, sections = [], notes = [], asOf, link, language } = view;
  const body = [
    ...(title ? [heading(title, 'Large')] : []),
    ...(text ? text.split('\n').map((line) => words(line)) : []),
    ...sections.flatMap(sectionElements),
    ...notes.map((note) => words(note, { spacing: 'Small' })),
    ...(asOf ? [words(asOf, { size: 'Small', isSubtle: true, spacing: 'Medium' })] : []),
    ...(link ? [actions([{ type: 'Action.OpenUrl', title: link.label, url: link.url }])] : []),
  ];
  const content = {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    body,
    speak: plainText,
    fallbackText: plainText,
  };
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}

function actions(buttons: readonly Element[]): Element {
  return { type: 'ActionSet', actions: buttons };
}

function words(text: string, more: Element = {}): Element {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, ...more };
}

function heading(text: string, size: string): Element {
  return words(text, { style: 'heading', size, weight: 'Bolder' });
}

/** Cards read their texts as Markdown: a masked number's stars are no emphasis, `1.` begins no list. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>~#|]/g, '\\$&')
    .replace(/^(\s*)([-+])(?=\s)/gm, '$1\\$2')
    .replace(/^(\s*\d+)\.(?=\s)/gm, '$1\\.');
}

function sectionElements({ heading: title, rows = [], table, notes = [] }: ViewSection): Element[] {
  return [
    ...(title ? [heading(title, 'Default')] : []),
    ...rows.map(rowElement),
    ...(table ? table.rows.map((cells) => tableElement(cells, table)) : []),
    ...notes.map((note) => words(note, { spacing: 'Small', isSubtle: true })),
  ];
}

function rowElement({ term, value, note, emphasis = false }: ViewRow): Element {
  return block([
    ...pair(term, value, emphasis),
    ...(note ? [words(note, { size: 'Small', isSubtle: true, spacing: 'None' })] : []),
  ]);
}

/** Columns side by side do not fit a phone: each row is a block that repeats their names. */
function tableElement([first = '', ...cells]: readonly string[], { columns }: ViewTable): Element {
  return block([
    ...pair(columns[0] ?? '', first, true),
    ...cells.flatMap((cell, index) => pair(columns[index + 1] ?? '', cell, false)),
  ]);
}

function block(items: readonly Element[]): Element {
  return { type: 'Container', spacing: 'Small', separator: true, items };
}

/** Wider than this, a value stands under its term instead of beside it. A Chinese character counts 2. */
const widestBeside = 20;

function pair(term: string, value: string, emphasis: boolean): Element[] {
  const weight = emphasis ? 'Bolder' : 'Default';
  if (widthOf(value) > widestBeside) {
    return [
      words(term, { isSubtle: true, spacing: 'Small' }),
      words(value, { weight, spacing: 'None' }),
    ];
  }
  const column = (width: number, item: Element) => ({ type: 'Column', width, items: [item] });
  const columns = [column(2, words(term, { isSubtle: true })), column(3, words(value, { weight }))];
  return [{ type: 'ColumnSet', spacing: 'Small', columns }];
}

function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character > '\u2e7f' ? 2 : 1), 0);
}
