/** A collection of an API: which calls it answers, and what a new resource must bring. */
export interface CollectionDefinition {
  readonly name: string;
  readonly methods: ReadonlyArray<'list' | 'get' | 'create' | 'patch' | 'delete'>;
  readonly required?: readonly string[];
  /** What a new resource begins as, unless it says otherwise. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** An API at its official base path. */
export interface ApiDefinition {
  readonly id: string;
  readonly basePath: string;
  readonly collections: readonly CollectionDefinition[];
}

const readOnly = ['list', 'get'] as const;
const all = ['list', 'get', 'create', 'patch', 'delete'] as const;
const created = ['list', 'get', 'create'] as const;
const collection = (
  name: string,
  methods: CollectionDefinition['methods'] = readOnly,
  more: Omit<CollectionDefinition, 'name' | 'methods'> = {},
) => ({ name, methods, ...more });

/** What the sandbox serves: TM Forum Open APIs v4, as their own files lay them out. */
export const apis: readonly ApiDefinition[] = [
  {
    id: 'TMF620',
    basePath: '/tmf-api/productCatalogManagement/v4',
    collections: [
      collection('catalog', all, { required: ['name'] }),
      collection('category', all, { required: ['name'] }),
      collection('productOffering', all, { required: ['name'] }),
      collection('productOfferingPrice', all, { required: ['name'] }),
      collection('productSpecification', all, { required: ['name'] }),
    ],
  },
  {
    id: 'TMF622',
    basePath: '/tmf-api/productOrderingManagement/v4',
    collections: [
      collection('productOrder', all, {
        required: ['productOrderItem'],
        defaults: { state: 'acknowledged' },
      }),
      collection('cancelProductOrder', created, {
        required: ['productOrder'],
        defaults: { state: 'done' },
      }),
    ],
  },
  {
    id: 'TMF629',
    basePath: '/tmf-api/customerManagement/v4',
    collections: [collection('customer', all, { required: ['name', 'engagedParty'] })],
  },
  {
    id: 'TMF632',
    basePath: '/tmf-api/party/v4',
    collections: [
      collection('individual', all, { required: ['familyName', 'givenName'] }),
      collection('organization', all, { required: ['tradingName'] }),
    ],
  },
  {
    id: 'TMF635',
    basePath: '/tmf-api/usageManagement/v4',
    collections: [collection('usageSpecification')],
  },
  {
    id: 'TMF637',
    basePath: '/tmf-api/productInventory/v4',
    collections: [collection('product', all)],
  },
  {
    id: 'TMF651',
    basePath: '/tmf-api/agreementManagement/v4',
    collections: [
      collection('agreement', all, {
        required: ['agreementItem', 'agreementType', 'engagedParty', 'name'],
      }),
      collection('agreementSpecification', all, { required: ['name'] }),
    ],
  },
  {
    id: 'TMF654',
    basePath: '/tmf-api/prepayBalanceManagement/v4',
    collections: [
      collection('bucket'),
      collection('topupBalance', created, {
        required: ['amount', 'bucket', 'partyAccount', 'usageType'],
        defaults: { status: 'completed' },
      }),
      collection('balanceActionHistory'),
    ],
  },
  {
    id: 'TMF676',
    basePath: '/payment/v4',
    collections: [
      collection('payment', created, {
        required: ['account', 'paymentMethod', 'totalAmount'],
        defaults: { status: 'done' },
      }),
      collection('refund', created, {
        required: ['account', 'payment', 'totalAmount'],
        defaults: { status: 'done' },
      }),
    ],
  },
  {
    id: 'TMF677',
    basePath: '/tmf-api/usageConsumption/v4',
    collections: [collection('queryUsageConsumption', readOnly)],
  },
  {
    id: 'TMF678',
    basePath: '/tmf-api/customerBillManagement/v4',
    collections: [
      collection('customerBill', ['list', 'get', 'patch']),
      collection('appliedCustomerBillingRate'),
      collection('customerBillOnDemand', created, {
        required: ['billingAccount'],
        defaults: { state: 'done' },
      }),
    ],
  },
  {
    id: 'TMF621',
    basePath: '/tmf-api/troubleTicket/v4',
    collections: [
      collection('troubleTicket', all, {
        required: ['description', 'severity', 'ticketType'],
        defaults: { status: 'acknowledged' },
      }),
    ],
  },
  {
    id: 'TMF681',
    basePath: '/tmf-api/communicationManagement/v4',
    collections: [
      collection('communicationMessage', all, {
        required: ['content', 'messageType', 'receiver', 'sender'],
        defaults: { state: 'completed' },
      }),
    ],
  },
];
