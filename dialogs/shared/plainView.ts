import type { Talk, ViewDraft } from './talk.ts';

/** As many rows as a plain answer says. */
const mostRows = 3;

/**
 * A view said shorter: one sentence of its dialog, else its main rows or its own text, without tables
 * and remarks. Amounts and times are the very strings of the view (R9, INV-13).
 */
export function plainView(view: ViewDraft, { t }: Talk, sentence?: string): ViewDraft {
  const rows = (view.sections ?? []).flatMap((section) => section.rows ?? []);
  const main = rows.filter(({ emphasis }) => emphasis);
  const said = (main.length > 0 ? main : rows)
    .slice(0, mostRows)
    .map(({ term, value }) => t('common:plain.row', { term, value }))
    .join(t('common:listSeparator'));
  const text = sentence ?? (view.text || said);
  return {
    text: t('common:plain.lead', { text }),
    ...(view.asOf && { asOf: view.asOf }),
    ...(view.link && { link: view.link }),
    ...(view.choices && { choices: view.choices }),
  };
}
