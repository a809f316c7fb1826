import { createHash } from 'node:crypto';
import { agreementDocument, agreementNumber } from '../dialogs/shared/agreementDocument.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import { readConsent } from '../domain/consent.ts';
import type { Language } from '../domain/language.ts';
import type { AgreementPress } from '../ports/agreement.ts';
import type { Clock } from '../ports/services.ts';
import type { Store, StoredAgreement } from '../ports/store.ts';
import type { IntentHandler } from './intentWorker.ts';
import type { Reception } from './reception.ts';

/** What making agreements takes. */
export interface AgreementWorkerParts {
  readonly services: DialogServices;
  readonly press: AgreementPress;
  readonly store: Store;
  readonly clock: Clock;
  readonly reception: () => Reception;
}

interface AgreementPayload {
  readonly consent: unknown;
  readonly orderNumber: string;
  readonly language: Language;
  readonly conversationId: string;
  readonly replyTo?: string;
}

/**
 * Prints, keeps and registers the agreement of a committed change (R29), then tells the customer.
 * The first print under a quote is the one that stays: later tries register that one.
 */
export function createAgreementHandler(parts: AgreementWorkerParts): IntentHandler {
  const { services, store, clock } = parts;

  return async (sealed) => {
    const payload = sealed as AgreementPayload;
    const { conversationId, replyTo } = payload;
    const consent = readConsent(payload.consent, services.hash);
    const kept = (await store.agreement(agreementNumber(consent))) ?? (await printAndKeep(payload));
    const { order, summary } = consent.quote.disclosure;
    await services.carrier.registerAgreement({
      number: kept.number,
      name: summary.productName['zh-CN'],
      customerId: order.customerId,
      lineId: order.lineId,
      orderNumber: payload.orderNumber,
      ...(order.offerId !== undefined && { offerId: order.offerId }),
      startsAt: order.effectiveAt,
      ...(summary.endsAt !== undefined && { endsAt: summary.endsAt }),
      documentHash: kept.documentHash,
      disclosureHash: consent.quote.hash,
    });
    await parts.reception().tell({
      conversationId,
      key: `agreement:${kept.number}`,
      replyTo,
      event: {
        name: 'agreementReady',
        value: {
          number: kept.number,
          documentHash: kept.documentHash,
          quoteId: consent.quote.id,
          customerId: order.customerId,
          lineId: order.lineId,
        },
      },
    });
  };

  async function printAndKeep(payload: AgreementPayload): Promise<StoredAgreement> {
    const { texts, operator, policy, vault, hash } = services;
    const consent = readConsent(payload.consent, hash);
    const { orderNumber, language } = payload;
    const line = await services.carrier.line(consent.quote.disclosure.order.lineId);
    const document = agreementDocument({
      consent,
      orderNumber,
      language,
      texts,
      operator,
      policy,
      holderName: line?.holderName,
    });
    const { pdf, html } = await parts.press.print(document);
    return store.keepAgreement({
      number: document.number,
      quoteId: consent.quote.id,
      customerId: consent.quote.disclosure.order.customerId,
      madeAt: clock().toISOString(),
      documentHash: createHash('sha256').update(pdf).digest('hex'),
      sealedPdf: vault.seal(Buffer.from(pdf).toString('base64')),
      sealedHtml: vault.seal(html),
    });
  }
}
