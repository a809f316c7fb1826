import type { Activity, Attachment } from 'botbuilder';
import type { View, ViewRow, ViewSection, ViewTable } from '../ports/view.ts';

type Element = Record<string, unknown>;

const cardType = 'application/vnd.microsoft.card.adaptive';

/** A view as plain text: the same terms, values and periods as the card, line by line (R10). */
export function renderAsText(view: View, { numbered = false } = {}): string {
  const sections = (view.sections ?? []).map((section) =>
    [
      section.heading && `【${section.heading}】`,
      ...(section.rows ?? []).map(rowText),
      ...(section.table ? tableText(section.table) : []),
      ...(section.notes ?? []),
    ]
      .filter(Boolean)
      .join('\n'),
  );
  const choices = numbered ? (view.choices ?? []).map(({ label }, index) => `${index + 1}. ${label}`) : [];
  return [view.title, view.text, ...sections, ...(view.notes ?? []), view.asOf, choices.join('\n')]
    .filter((part) => part !== undefined && part !== '')
    .join('\n');
}

function rowText({ term, value, note }: ViewRow): string {
  return note ? `${term}：${value}\n  ${note}` : `${term}：${value}`;
}

function tableText({ columns, rows }: ViewTable): string[] {
  return rows.map((row) => row.map((cell, index) => `${columns[index]}：${cell}`).join('  '));
}

/**
 * A view for Web Chat: sentences alone are a plain message; anything with rows is one Adaptive Card.
 * A card's activity has no text of its own, else Web Chat would show everything twice; the text for
 * clients without cards and for screen readers travels as `speak`, `summary` and `fallbackText`.
 */
export function renderForWeb(view: View): Partial<Activity> {
  const activity = { ...contentOf(view), locale: view.language };
  const actions = (view.choices ?? []).map(({ label, message }) => ({ type: 'imBack', title: label, value: message }));
  return actions.length > 0
    ? ({ ...activity, suggestedActions: { to: [], actions } } as Partial<Activity>)
    : activity;
}

function contentOf(view: View): Partial<Activity> {
  if (!view.title && !view.sections?.length && !view.asOf) {
    return { text: renderAsText(view), textFormat: 'plain' };
  }
  const text = renderAsText(view);
  return { attachments: [cardOf(view, text)], summary: text, speak: text };
}

/** A view for channels of the Bot Framework: cards where they are drawn well, else numbered text. */
export function renderForBotFramework(channelId: string): (view: View) => Partial<Activity> {
  if (channelId === 'msteams' || channelId === 'webchat' || channelId === 'emulator') return renderForWeb;
  return (view) => ({ text: renderAsText(view, { numbered: true }), locale: view.language });
}

function cardOf(view: View, fallbackText: string): Attachment {
  const body: Element[] = [
    ...(view.title ? [heading(view.title, 'medium')] : []),
    ...(view.text ? [words(view.text)] : []),
    ...(view.sections ?? []).flatMap(sectionElements),
    ...(view.notes ?? []).map((note) => words(note, { spacing: 'small' })),
    ...(view.asOf ? [words(view.asOf, { size: 'small', isSubtle: true, spacing: 'medium' })] : []),
  ];
  const content = { type: 'AdaptiveCard', version: '1.5', lang: view.language, body, fallbackText, speak: fallbackText };
  return { contentType: cardType, content };
}

const words = (text: string, more: Element = {}): Element => ({ type: 'TextBlock', text: escapeMarkdown(text), wrap: true, ...more });
const heading = (text: string, size: string): Element => words(text, { size, weight: 'bolder', style: 'heading' });

/** Cards read their texts as Markdown: a masked number's stars are not emphasis. */
function escapeMarkdown(text: string): string {
  return text.replace(/([*_[\]`\\])/g, '\\$1').replace(/^(\d+)\.(\s)/gm, '$1\\.$2');
}

function sectionElements({ heading: title, rows = [], table, notes = [] }: ViewSection): Element[] {
  return [
    ...(title ? [heading(title, 'default')] : []),
    ...rows.map(rowElement),
    ...(table ? tableElements(table) : []),
    ...notes.map((note) => words(note, { spacing: 'small', isSubtle: true })),
  ];
}

/** Term and value side by side, read in that order; the note below, in the same row for a reader. */
function rowElement({ term, value, note, emphasis }: ViewRow): Element {
  const column = (text: string, width: string, more: Element = {}) => ({ type: 'Column', width, items: [words(text, more)] });
  const pair = {
    type: 'ColumnSet',
    columns: [column(term, '2', { isSubtle: true }), column(value, '3', { weight: emphasis ? 'bolder' : 'default' })],
  };
  const items = note ? [pair, words(note, { size: 'small', isSubtle: true, spacing: 'none' })] : [pair];
  return { type: 'Container', spacing: 'small', separator: true, items };
}

/** Wide tables do not fit a phone: each row becomes a block that repeats its column names. */
function tableElements({ columns, rows }: ViewTable): Element[] {
  return rows.map((cells) => ({
    type: 'Container',
    separator: true,
    spacing: 'small',
    items: [
      words(cells[0] ?? '', { weight: 'bolder' }),
      ...cells.slice(1).map((cell, index) => ({
        type: 'ColumnSet',
        spacing: 'none',
        columns: [
          { type: 'Column', width: '2', items: [words(columns[index + 1] ?? '', { isSubtle: true })] },
          { type: 'Column', width: '3', items: [words(cell)] },
        ],
      })),
    ],
  }));
}
