/** What a client sends to one collection. */
export interface Example {
  readonly post: Readonly<Record<string, unknown>>;
  /** Also how to change what was made, where the API has it. */
  readonly patch?: Readonly<Record<string, unknown>>;
}

const party = {
  id: 'customer-chen',
  name: '陈试明',
  role: 'customer',
  '@referredType': 'Customer',
};
const money = { unit: 'CNY', value: 10 };
const account = { id: 'account-chen' };
const renamed = { name: 'renamed' };

/** Made one after another, so a later one may name an earlier: `{id}` becomes the last order's id. */
export const examples: Readonly<Record<string, Example>> = {
  catalog: { post: { name: 'a catalog' }, patch: renamed },
  category: { post: { name: 'a category' }, patch: renamed },
  productOffering: { post: { name: 'an offering' }, patch: renamed },
  productOfferingPrice: { post: { name: 'a price', price: money }, patch: renamed },
  productSpecification: { post: { name: 'a specification' }, patch: renamed },
  troubleTicket: {
    post: {
      description: 'no signal',
      severity: 'normal',
      ticketType: 'complaint',
      channel: { id: 'chat', name: 'chat' },
      relatedEntity: [{ id: 'line-chen', role: 'line', '@referredType': 'Product' }],
    },
    patch: { note: [{ text: 'called back' }], status: 'inProgress' },
  },
  productOrder: {
    post: {
      externalId: 'official-1',
      relatedParty: [party],
      billingAccount: account,
      channel: [{ id: 'chat', name: 'chat' }],
      productOrderItem: [
        {
          id: '1',
          action: 'add',
          productOffering: { id: 'add-01' },
          product: {
            productRelationship: [{ relationshipType: 'onLine', product: { id: 'line-chen' } }],
          },
        },
      ],
    },
    patch: { note: [{ text: 'noted' }] },
  },
  cancelProductOrder: { post: { productOrder: { id: '{id}' } } },
  customer: { post: { name: 'a customer', engagedParty: party }, patch: renamed },
  individual: {
    post: { familyName: '何', givenName: '试人' },
    patch: { birthDate: '1990-01-01T00:00:00+08:00' },
  },
  organization: { post: { tradingName: 'a firm' }, patch: { name: 'renamed' } },
  usageSpecification: { post: { name: 'a specification' }, patch: renamed },
  usage: {
    post: {
      usageType: 'data',
      usageCharacteristic: [{ name: 'amount', value: 3 }],
      ratedProductUsage: [{ productRef: { id: 'line-chen' }, taxIncludedRatingAmount: money }],
    },
  },
  product: { post: { status: 'active', name: 'a product' }, patch: { status: 'suspended' } },
  agreement: {
    post: {
      name: 'an agreement',
      agreementType: 'service',
      agreementItem: [{ productOffering: [{ id: 'plan-099' }] }],
      engagedParty: [party],
      characteristic: [{ name: 'externalId', value: 'official-2', valueType: 'string' }],
    },
    patch: { status: 'active' },
  },
  agreementSpecification: {
    post: { name: 'terms', attachment: [{ name: 'a text' }] },
    patch: renamed,
  },
  topupBalance: {
    post: {
      amount: { amount: 10, units: 'CNY' },
      usageType: 'monetary',
      bucket: { id: 'balance-chen' },
      partyAccount: account,
    },
  },
  payment: {
    post: {
      account,
      paymentMethod: { name: 'online', '@type': 'digitalWallet' },
      totalAmount: money,
      correlatorId: 'official-3',
      paymentItem: [{ item: { id: 'bill-sun-2026-10' }, amount: money }],
    },
  },
  refund: { post: { account, paymentMethod: { name: 'online' }, totalAmount: money } },
  queryUsageConsumption: { post: { searchCriteria: { product: [{ id: 'line-chen' }] } } },
  customerBillOnDemand: { post: { name: 'a bill', billingAccount: account } },
  communicationMessage: {
    post: {
      content: '您好',
      messageType: 'SMS',
      sender: { id: 'operator', name: 'operator' },
      receiver: [{ id: 'customer-chen', phoneNumber: '13800138001' }],
      characteristic: [{ name: 'externalId', value: 'official-4', valueType: 'string' }],
    },
    patch: { description: 'noted' },
  },
};
