import type { Consent } from '../../domain/consent.ts';
import { canonicalJson, type DisclosureKey } from '../../domain/disclosure.ts';
import type { Language } from '../../domain/language.ts';
import { maskName } from '../../domain/masking.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { AgreementDocument, AgreementSection } from '../../ports/agreement.ts';
import { createFormat } from './format.ts';
import type { Texts } from './texts.ts';
import type { Operator } from './turn.ts';
import { fieldsOf, type Writer, writeField } from './writeFacts.ts';

/** What an agreement is written from, besides the consent. */
export interface AgreementSource {
  readonly consent: Consent;
  readonly orderNumber: string;
  readonly language: Language;
  readonly texts: Texts;
  readonly operator: Operator;
  readonly policy: Policy;
  /** The account holder, if the carrier says; only the sealed original shows it in full. */
  readonly holderName?: string | undefined;
}

/** One agreement per quote, so that writing it twice gives the same number. */
export function agreementNumber({ quote }: Consent): string {
  return `AG-${quote.id.slice(1)}`;
}

/** The parts of an agreement after the summary, and the disclosed fields in each (rights §3.2 B–D, F, G, I). */
const parts: ReadonlyArray<readonly [heading: string, keys: readonly DisclosureKey[]]> = [
  [
    'service',
    ['action', 'product', 'content', 'functions', 'eligibility', 'processSteps', 'goods'],
  ],
  [
    'money',
    [
      'oneOffFees',
      'recurringFee',
      'overLimitTariff',
      'promotion',
      'minimumSpend',
      'firstCharge',
      'billChange',
      'charging',
      'thirdPartyPayee',
      'optionalItems',
    ],
  ],
  ['time', ['effectiveAt', 'servicePeriod', 'contractTerm', 'autoRenewal']],
  ['specialCases', ['specialCases']],
  ['exit', ['earlyTermination', 'losses', 'cancellation']],
  ['liability', ['operatorObligations', 'emergencyImpact']],
  ['personalData', ['dataUse']],
];

/**
 * Writes the agreement out of the confirmed disclosure, field by field, by template (R29, R30): what
 * matters most stands first and bold (E14), no word is invented, the code is never in it.
 */
export function agreementDocument(source: AgreementSource): AgreementDocument {
  const { consent, language, texts, operator, policy } = source;
  const { quote, second } = consent;
  const translate = texts[language];
  const writer: Writer = {
    language,
    t: (key, data) => translate(key.includes(':') ? key : `agreement:${key}`, data),
    format: createFormat(translate, operator.timeZone),
  };
  const { t } = writer;
  const rows = (keys: readonly DisclosureKey[]) =>
    fieldsOf(quote.disclosure, keys).map((field) => writeField(field, writer));
  const section = (
    heading: string,
    given: AgreementSection['rows'],
    paragraphs: readonly string[] = [],
  ): AgreementSection => ({
    heading: t(`heading.${heading}`),
    rows: given,
    paragraphs,
    isMajorInterest: heading === 'majorInterest',
  });
  const number = agreementNumber(consent);
  return {
    number,
    language,
    title: t('title', { operator: operator.name[language] }),
    operatorName: operator.name[language],
    sections: [
      section('parties', partyRows(source, number, writer), [t('clause.parties')]),
      section('majorInterest', rows(policy.majorInterest), [t('clause.majorInterest')]),
      ...parts.map(([heading, keys]) => section(heading, rows(keys), clauses(heading, writer))),
      section('disputes', [], [t('clause.disputes', { hotline: operator.hotline })]),
      section('evidence', evidenceRows(source, writer), [t('clause.evidence')]),
    ],
    agreedAt: second.at,
    disclosureJson: canonicalJson(quote.disclosure),
    disclosureHash: quote.hash,
    footer: t('footer', { number, hash: quote.hash.slice(0, 16) }),
  };
}

/** Clauses that some parts carry besides what was disclosed. */
function clauses(heading: string, { t }: Writer): readonly string[] {
  const withClause = new Set([
    'service',
    'money',
    'time',
    'specialCases',
    'exit',
    'liability',
    'personalData',
  ]);
  return withClause.has(heading) ? [t(`clause.${heading}`)] : [];
}

function partyRows(
  { consent, orderNumber, operator, holderName }: AgreementSource,
  number: string,
  { t, language }: Writer,
): AgreementSection['rows'] {
  const { order, summary } = consent.quote.disclosure;
  return [
    { term: t('term.number'), value: number },
    { term: t('term.orderNumber'), value: orderNumber },
    { term: t('term.operator'), value: operator.legal[language] },
    { term: t('term.address'), value: operator.legal.address },
    { term: t('term.licence'), value: operator.legal.licence },
    { term: t('term.hotline'), value: operator.hotline },
    ...(holderName
      ? [{ term: t('term.holder'), value: holderName, onScreen: maskName(holderName) }]
      : []),
    { term: t('term.customer'), value: order.customerId },
    { term: t('term.line'), value: summary.maskedNumber },
    { term: t('term.account'), value: order.billingAccountId },
  ];
}

/** How it was agreed: both confirmations, never the code itself (rights §3.2 E). */
function evidenceRows(
  { consent, policy }: AgreementSource,
  { t, format, language }: Writer,
): AgreementSection['rows'] {
  const { quote, first, second } = consent;
  const confirmed = (given: typeof first) =>
    t('confirmed', {
      method: t(`method.${given.method}`),
      at: format.dateTime(given.at),
      channel: given.channelId,
      message: given.activityId,
    });
  return [
    { term: t('term.quote'), value: quote.id },
    { term: t('term.hash'), value: quote.hash },
    { term: t('term.first'), value: confirmed(first) },
    { term: t('term.second'), value: confirmed(second) },
    { term: t('term.policy'), value: policy.version },
    { term: t('term.textVersion'), value: quote.disclosure.agreementTextVersion },
    { term: t('term.language'), value: t(`language.${language}`) },
  ];
}
