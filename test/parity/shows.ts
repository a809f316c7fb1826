import assert from 'node:assert/strict';
import type { View, ViewSection } from '../../ports/view.ts';

/** What is around names, periods and values: colons, brackets, the numbers of choices. */
const joint = /^(?:\d+\.|[：:【】[\]·])*$/;

const bare = (text: string) => text.replace(/\s/g, '');

/** Everything a view says, in the order in which it is read (INV-10). */
export function factsOf(view: View): string[] {
  const { title, text, sections = [], details, notes = [], asOf, link, choices = [] } = view;
  const facts = [
    view.speaker?.label,
    title,
    text,
    ...sections.flatMap(sectionFacts),
    ...(details ? [details.label, ...details.sections.flatMap(sectionFacts)] : []),
    ...notes,
    asOf,
    ...(link ? [link.label, link.url] : []),
    // A confirmation's buttons are for who has buttons; the words to type stand in the card's notes.
    ...choices.filter(({ token }) => token === undefined).map(({ label }) => label),
  ];
  return facts.filter((fact) => fact !== undefined).filter((fact) => bare(fact) !== '');
}

function sectionFacts({ heading, rows = [], table, notes = [] }: ViewSection): string[] {
  const cells = (table?.rows ?? []).flatMap((row) =>
    row.flatMap((cell, index) => [table?.columns[index] ?? '', cell]),
  );
  return [
    ...(heading ? [heading] : []),
    ...rows.flatMap(({ term, value, note }) => [term, value, ...(note ? [note] : [])]),
    ...cells,
    ...notes,
  ];
}

/** A view without what can be chosen below it; a confirmation's buttons belong to it. */
export function withoutChoices({ choices = [], ...view }: View): View {
  const confirming = choices.filter(({ token }) => token !== undefined);
  return { ...view, ...(confirming.length > 0 && { choices: confirming }) };
}

/** Fails unless a channel showed exactly what the views say: everything, in this order, nothing else. */
export function assertShows(views: readonly View[], shown: string): void {
  const buttons = views.flatMap(({ choices = [] }) => choices.filter(({ token }) => token));
  const assertJoint = (between: string, where: string) => {
    const left = buttons.reduce((text, { label }) => text.replace(bare(label), ''), between);
    assert.ok(joint.test(left), `shown besides, ${where}: “${left}”, in: ${shown}`);
  };
  const whole = bare(shown);
  let place = 0;
  for (const fact of views.flatMap(factsOf)) {
    const found = whole.indexOf(bare(fact), place);
    assert.ok(found >= 0, `not shown: “${fact}”, in: ${shown}`);
    assertJoint(whole.slice(place, found), `before “${fact}”`);
    place = found + bare(fact).length;
  }
  assertJoint(whole.slice(place), 'at the end');
}
