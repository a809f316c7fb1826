import type { ChangeAction } from '../../domain/change.ts';
import type { Disclosure, DisclosureKey } from '../../domain/disclosure.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { ViewRow } from '../../ports/view.ts';
import type { OpenQuote } from './changeState.ts';
import type { Operator } from './turn.ts';
import { fieldsOf, type Writer, writeField } from './writeFacts.ts';

/** What the text messages of a change are written with. */
export interface MessageWriter extends Writer {
  readonly operator: Operator;
}

/** How a change ended, as far as the order system has said. */
export type Outcome = 'committed' | 'failed' | 'unknown' | 'handedOver';

/** What every message about a change names (rights §4.6, §6 N5–N7, N20). */
function valuesOf(disclosure: Disclosure, writer: MessageWriter) {
  const { t, format, language, operator } = writer;
  const { summary, order } = disclosure;
  const disclosed = (key: DisclosureKey) =>
    fieldsOf(disclosure, [key])
      .map((field) => writeField(field, writer).value)
      .join();
  return {
    operator: operator.name[language],
    hotline: operator.hotline,
    product: summary.productName[language],
    action: t(`change:action.${order.action}`),
    number: summary.maskedNumber,
    fee: t(`change:fee.${summary.endsAt ? 'once' : 'perMonth'}`, {
      price: format.money(summary.monthlyFee),
    }),
    firstCharge: format.money(summary.firstCharge),
    recurringFee: disclosed('recurringFee'),
    overLimit: disclosed('overLimitTariff'),
    effectiveAt: format.dateTime(summary.effectiveAt),
    period: disclosed('servicePeriod'),
    autoRenew: t(summary.autoRenew ? 'common:yes' : 'common:no'),
    earlyTermination: disclosed('earlyTermination'),
    losses: disclosed('losses'),
  };
}

/** Which sentence speaks of which change: `change:sms.<first>`, and `change:notice.<second>` when done. */
const sentences: Readonly<Record<ChangeAction, readonly [sms: string, notice: string]>> = {
  changePlan: ['begin', 'committed'],
  order: ['begin', 'committed'],
  suspend: ['begin', 'suspended'],
  resume: ['resume', 'resumed'],
  cancel: ['end', 'ended'],
  undoPlanChange: ['undo', 'undone'],
};

/**
 * The SMS of the second confirmation: it describes the order, and the code stands at its end
 * (E17, rights §4.6). `minutes`: how long the code is good for. Its last line lets phones fill in
 * the code on the operator's page alone.
 */
export function orderText(
  { quote, shortCode }: OpenQuote,
  code: string,
  writer: MessageWriter & { readonly minutes: number },
): string {
  const { disclosure } = quote;
  const [kind] = sentences[disclosure.order.action];
  return writer.t(`change:sms.${kind}`, {
    ...valuesOf(disclosure, writer),
    code,
    shortCode,
    minutes: writer.minutes,
    host: writer.operator.host,
  });
}

/** The notice of an outcome by SMS and mail: N5, N6, N7, and N20 for what ended (R26). */
export function outcomeText(
  disclosure: Disclosure,
  outcome: Outcome,
  orderNumber: string,
  writer: MessageWriter,
): string {
  const [, done] = sentences[disclosure.order.action];
  return writer.t(`change:notice.${outcome === 'committed' ? done : outcome}`, {
    ...valuesOf(disclosure, writer),
    orderNumber: orderNumber || writer.t('common:none'),
  });
}

/** Why a change cannot be made, and what to do instead (E22). */
export function refusalText(
  refusal: Refusal,
  { t, format, language, operator }: MessageWriter,
): string {
  return t(`change:refusal.${refusal.reason}`, {
    hotline: operator.hotline,
    until: 'until' in refusal ? format.dateTime(refusal.until) : '',
    condition: 'condition' in refusal ? refusal.condition.text[language] : '',
  });
}

/** What a receipt repeats of the disclosure, so that it can be compared with what was agreed. */
const receiptKeys = [
  'product',
  'targetNumber',
  'recurringFee',
  'oneOffFees',
  'firstCharge',
  'effectiveAt',
  'servicePeriod',
  'autoRenewal',
  'cancellation',
] as const;

/** The receipt's rows: order number first, then what was agreed (R26, R27). */
export function receiptRows(
  disclosure: Disclosure,
  orderNumber: string,
  writer: Writer,
): readonly ViewRow[] {
  const number = { term: writer.t('change:orderNumber'), value: orderNumber, emphasis: true };
  return [
    ...(orderNumber ? [number] : []),
    ...fieldsOf(disclosure, receiptKeys).map((field) => writeField(field, writer)),
  ];
}
