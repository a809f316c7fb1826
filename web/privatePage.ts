import type { PrivatePage } from '../bots/privatePages.ts';
import { page } from './agreementPages.ts';
import { escaped } from './html.ts';
import { type PageLanguage, say } from './texts.ts';

/** What chat never shows, shown once: the browser keeps no copy, and there is no second look. */
export function privatePage(shown: PrivatePage): string {
  const { language } = shown;
  const rows = shown.what === 'puk' ? pukRows(shown.puk, language) : dataRows(shown, language);
  const list = rows
    .map(([term, value]) => `<dt>${escaped(term)}</dt><dd>${escaped(value)}</dd>`)
    .join('');
  const notes = [`${shown.what}Note`, 'privateShownOnce']
    .map((key) => `<p>${escaped(say(language, key))}</p>`)
    .join('');
  return page(language, say(language, `${shown.what}Title`), `<dl>${list}</dl>${notes}`);
}

type Row = readonly [term: string, value: string];

function pukRows(puk: string, language: PageLanguage): Row[] {
  return [[say(language, 'pukTerm'), puk]];
}

function dataRows(
  { registered }: Extract<PrivatePage, { what: 'registeredData' }>,
  language: PageLanguage,
): Row[] {
  const { identityKind, identityNumber, ...others } = registered;
  const identity =
    identityKind && `${say(language, `identity_${identityKind}`)} ${identityNumber ?? ''}`;
  const none = say(language, 'notRegistered');
  const { name, address, email } = others;
  return Object.entries({ name, identity, address, email }).map(([what, value]) => [
    say(language, `registered_${what}`),
    value || none,
  ]);
}
