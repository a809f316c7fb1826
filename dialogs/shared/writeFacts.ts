import type {
  Disclosure,
  DisclosureField,
  DisclosureKey,
  Fact,
  FactValue,
} from '../../domain/disclosure.ts';
import type { Language } from '../../domain/language.ts';
import type { ViewRow } from '../../ports/view.ts';
import type { Format } from './format.ts';
import type { Translate } from './texts.ts';

/** What writing a disclosure takes: a language, its sentences and its way of writing values. */
export interface Writer {
  readonly language: Language;
  readonly t: Translate;
  readonly format: Format;
}

/** A value as the customer reads it everywhere (R10). */
function writeValue(value: FactValue, { language, format }: Writer): string | number {
  if (typeof value !== 'object') return value;
  if ('money' in value) return format.money(value.money);
  if ('at' in value) return format.dateTime(value.at);
  if ('date' in value) return format.date(value.date);
  if ('lastDay' in value) return format.lastDay(value.lastDay);
  if ('said' in value) return value.said[language];
  return 'per' in value ? format.per(value.per) : format.quantity(value.quantity);
}

/** One statement as a sentence: the operator's own, or ours of `disclosure:word` with its values. */
export function writeFact(fact: Fact, writer: Writer): string {
  if ('said' in fact) return fact.said[writer.language];
  const values = Object.entries(fact.values ?? {}).map(
    ([name, value]) => [name, writeValue(value, writer)] as const,
  );
  return writer.t(`disclosure:word.${fact.word}`, Object.fromEntries(values));
}

/** A field as a row: its term and everything stated of it. */
export function writeField({ key, facts }: DisclosureField, writer: Writer): ViewRow {
  return {
    term: writer.t(`disclosure:term.${key}`),
    // Sentences in a list give up their own full stop.
    value: facts
      .map((fact) => writeFact(fact, writer).replace(/[。.]$/, ''))
      .join(writer.t('common:listSeparator')),
  };
}

/** The fields with these keys, in the order of the keys. Throws when one is missing: a bug, never a blank (R22). */
export function fieldsOf(
  { fields }: Disclosure,
  keys: readonly DisclosureKey[],
): readonly DisclosureField[] {
  return keys.map((key) => {
    const field = fields.find((candidate) => candidate.key === key);
    if (!field) throw new Error(`the disclosure has no ${key}`);
    return field;
  });
}
