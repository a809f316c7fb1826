import {
  canonicalJson,
  type Disclosure,
  type DisclosureField,
  type DisclosureKey,
  disclosureKeys,
} from '../../domain/disclosure.ts';
import { again, type ChangeStep, type OpenQuote } from './changeState.ts';
import type { ChoiceDraft, Talk, ViewDraft } from './talk.ts';
import { fieldsOf, type Writer, writeField } from './writeFacts.ts';

/** What a disclosure is written with in this turn. */
export function writerOf({ language, t, format }: Talk): Writer {
  return { language, t, format };
}

/** Fields that are not on the first screen, in their order. */
function furtherKeys(firstScreen: readonly DisclosureKey[]): DisclosureKey[] {
  return disclosureKeys.filter((key) => !firstScreen.includes(key));
}

/** The keys of what differs between two disclosures, for the customer to see at once (§4.4). */
export function differences(before: Disclosure, after: Disclosure): readonly DisclosureKey[] {
  const text = (field: DisclosureField | undefined) => canonicalJson(field?.facts ?? []);
  return disclosureKeys.filter(
    (key) =>
      text(before.fields.find((field) => field.key === key)) !==
      text(after.fields.find((field) => field.key === key)),
  );
}

/**
 * The card: the first screen with everything that matters most, the rest one tap away, the phrase
 * to type, and two buttons of one size (rights §3.1 a, R23, §8.3). `changed` stands first.
 */
export function disclosureCard(
  step: ChangeStep,
  open: OpenQuote,
  changed: readonly DisclosureKey[] = [],
): ViewDraft {
  const { talk, turn } = step;
  const { t, format } = talk;
  const { policy } = turn.services;
  const { disclosure, hash, id, expiresAt } = open.quote;
  const writer = writerOf(talk);
  const rows = (keys: readonly DisclosureKey[]) =>
    fieldsOf(disclosure, keys).map((field) => writeField(field, writer));
  const emphasised = rows(policy.firstScreen).map((row) => ({ ...row, emphasis: true }));
  const isOrder = disclosure.order.action === 'order' || disclosure.order.action === 'changePlan';
  return {
    title: t('title'),
    text: t(changed.length > 0 ? 'change:changed' : 'change:readFirst'),
    sections: [
      ...(changed.length > 0 ? [{ heading: t('change:whatChanged'), rows: rows(changed) }] : []),
      ...(policy.hasContractSummary && isOrder
        ? [
            {
              heading: t('change:contractSummary'),
              rows: rows(['provider', 'content', 'functions']),
            },
          ]
        : []),
      { rows: emphasised },
      {
        rows: [
          {
            term: t('change:quote'),
            value: t('change:quoteValue', { id, hash: hash.slice(0, 12) }),
          },
          { term: t('change:validUntil'), value: format.dateTime(expiresAt) },
        ],
      },
    ],
    details: {
      label: t('change:details'),
      sections: [{ rows: rows(furtherKeys(policy.firstScreen)) }],
    },
    notes: [howToConfirm(step, open)],
    choices: confirmChoices(step, open),
    expiresAt,
  };
}

/** The sentence that says how to say yes, and that nothing happens otherwise. */
export function howToConfirm({ talk, turn }: ChangeStep, { quote }: OpenQuote): string {
  const { phrase } = turn.services.policy.changes[quote.disclosure.order.action];
  return talk.t('change:howToConfirm', {
    phrase: talk.t(`change:phrase.${phrase}`),
    time: talk.format.dateTime(quote.expiresAt),
  });
}

/** Yes and no, side by side and the same size (R23). */
export function confirmChoices({ talk, turn }: ChangeStep, open: OpenQuote): ChoiceDraft[] {
  const { button } = turn.services.policy.changes[open.quote.disclosure.order.action];
  return [
    { label: talk.t(`change:button.${button}`), token: open.token },
    { label: talk.t('change:button.no') },
  ];
}

/** More time, whatever happens to this quote (WCAG 2.2.1). */
export function freshQuoteChoice(step: ChangeStep): ChoiceDraft {
  return again(step, step.talk.t('change:button.freshQuote'));
}
