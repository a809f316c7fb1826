import type { Attachment } from 'botbuilder';
import type { View, ViewRow, ViewSection, ViewTable } from '../ports/view.ts';
import { cardButton } from './cardButton.ts';
import { renderAsText } from './renderText.ts';

type Element = Record<string, unknown>;

/**
 * A view as an Adaptive Card 1.5: headings are headings for screen readers, every row is read term
 * first, nothing is said by colour alone, and it fits a phone of 320 px. What is one tap away is not
 * spoken unasked, but clients that do not draw cards show all of it.
 */
export function adaptiveCard(view: View): Attachment {
  const { title, text, sections = [], details, notes = [], asOf, link, language, speaker } = view;
  const body = [
    ...(speaker ? [words(speaker.label, { size: 'Small' })] : []),
    ...(title ? [heading(title, 'Large')] : []),
    ...(text ? text.split('\n').map((line) => words(line)) : []),
    ...sections.flatMap(sectionElements),
    ...(details ? [detailsElement(details)] : []),
    ...notes.map((note) => words(note, { spacing: 'Small' })),
    ...(asOf ? [words(asOf, { size: 'Small', isSubtle: true, spacing: 'Medium' })] : []),
    ...(link ? [actions([{ type: 'Action.OpenUrl', title: link.label, url: link.url }])] : []),
    ...(confirms(view) ? [actions((view.choices ?? []).map(cardButton))] : []),
  ];
  const { details: _unasked, ...spoken } = view;
  const content = {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    body,
    speak: renderAsText(spoken),
    fallbackText: renderAsText(view),
  };
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}

/**
 * Whether a view asks for a confirmation. Its choices then stay on the card, yes and no in one row
 * (R23): whoever taps an older card sends that card's token and hears why it does not count.
 */
export function confirms({ choices = [] }: View): boolean {
  return choices.some(({ token }) => token !== undefined);
}

function actions(buttons: readonly Element[]): Element {
  return { type: 'ActionSet', actions: buttons };
}

/** A card inside the card opens in its place, and its button tells screen readers whether it is open. */
function detailsElement({ label, sections }: NonNullable<View['details']>): Element {
  const card = { type: 'AdaptiveCard', version: '1.5', body: sections.flatMap(sectionElements) };
  return actions([{ type: 'Action.ShowCard', title: label, card }]);
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
