import { type Consent, orderKey } from '../../domain/consent.ts';
import type { DisclosureSummary, OrderTerms } from '../../domain/disclosure.ts';
import type { Money } from '../../domain/money.ts';
import type { Json } from './read.ts';

/**
 * A consent as a TMF622 order. Everything in it was shown and confirmed: what is ordered, from
 * when, at what price, and the hash by which the operator can check that it was.
 */
export function orderOf(consent: Consent): Json {
  const { disclosure, hash, expiresAt } = consent.quote;
  const { order, summary, policy } = disclosure;
  const isEnding = order.action === 'cancel' || order.action === 'undoPlanChange';
  const prices = pricesOf(order, summary);
  return {
    externalId: orderKey(consent),
    channel: [{ id: consent.first.channelId, name: 'chat' }],
    note: [
      { id: 'disclosureHash', text: hash },
      { id: 'policy', text: policy },
      // The consent's end: an order that waited longer somewhere is not to be carried out.
      { id: 'notAfter', text: expiresAt },
    ],
    relatedParty: [{ id: order.customerId, role: 'customer', '@referredType': 'Customer' }],
    billingAccount: { id: order.billingAccountId },
    ...(isEnding
      ? { requestedCompletionDate: order.effectiveAt }
      : { requestedStartDate: order.effectiveAt }),
    productOrderItem: [
      {
        id: '1',
        quantity: 1,
        ...itemOf(order, summary),
        itemPrice: prices,
        itemTotalPrice: prices,
      },
    ],
    orderTotalPrice: prices,
    '@type': 'ProductOrder',
  };
}

function itemOf(order: OrderTerms, { endsAt }: DisclosureSummary): Json {
  const productRelationship = [{ relationshipType: 'onLine', product: { id: order.lineId } }];
  const product = (id: string | undefined) => ({ id: named(id), productRelationship });
  switch (order.action) {
    case 'changePlan':
      return {
        action: 'modify',
        productOffering: { id: named(order.offerId) },
        product: product(order.replacesSubscriptionId),
      };
    case 'order':
      return {
        action: 'add',
        productOffering: { id: named(order.offerId) },
        product: {
          productRelationship,
          productCharacteristic: [{ name: 'autoRenew', value: order.autoRenew }],
          ...(endsAt !== undefined && { terminationDate: endsAt }),
        },
      };
    case 'cancel':
    case 'undoPlanChange':
      return { action: 'delete', product: product(order.subscriptionId) };
    case 'suspend':
      return { action: 'modify', product: { id: order.lineId, status: 'suspended' } };
    case 'resume':
      return { action: 'modify', product: { id: order.lineId, status: 'active' } };
  }
}

/** Whoever made the disclosure forgot what it is about: a bug, and nothing is sent. */
function named(id: string | undefined): string {
  if (id === undefined) throw new Error('the order does not say what it is about');
  return id;
}

/** The agreed prices, so that the operator's system can refuse to charge others. */
function pricesOf({ action }: OrderTerms, summary: DisclosureSummary): readonly Json[] {
  const pays = action === 'changePlan' || action === 'order' || action === 'suspend';
  return [
    ...(pays ? [price('monthlyFee', summary.monthlyFee, 'month')] : []),
    ...once('oneOffFee', summary.oneOffFee),
    ...once('earlyTerminationFee', summary.earlyTerminationFeeToday),
  ];
}

const once = (name: string, amount: Money) => (amount.minorUnits > 0 ? [price(name, amount)] : []);

function price(
  name: string,
  { minorUnits, currency }: Money,
  recurringChargePeriod?: string,
): Json {
  return {
    name,
    priceType: recurringChargePeriod === undefined ? 'oneTime' : 'recurring',
    ...(recurringChargePeriod !== undefined && { recurringChargePeriod }),
    price: { taxIncludedAmount: { unit: currency, value: minorUnits / 100 } },
  };
}
