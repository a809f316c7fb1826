import { type Resource, valuesAt } from './query.ts';

/** A collection of an API: which calls it answers, and what a new resource must bring. */
export interface CollectionDefinition {
  readonly name: string;
  readonly methods: ReadonlyArray<'list' | 'get' | 'create' | 'patch' | 'delete'>;
  /** Dotted paths; inside a list every element must have it. */
  readonly required?: readonly string[];
  /** What else is wrong with a new resource, as a reason for the sender; undefined: nothing. */
  readonly fault?: (given: Resource) => string | undefined;
  /** What a new resource begins with unless it says otherwise. */
  readonly defaults?: (now: string) => Resource;
  /** What the operator alone decides about a new resource. */
  readonly decides?: (now: string) => Resource;
  /** Where the sender's own id stands: the same one twice is one resource. Absent: `externalId`. */
  readonly externalKey?: (resource: Resource) => unknown;
  /** The only fields a PATCH may change; absent: all. */
  readonly patchable?: readonly string[];
}

/** An API at its official base path. */
export interface ApiDefinition {
  readonly id: string;
  readonly basePath: string;
  readonly collections: readonly CollectionDefinition[];
}

const readOnly = ['list', 'get'] as const;
const created = ['list', 'get', 'create'] as const;
const all = ['list', 'get', 'create', 'patch', 'delete'] as const;

const collection = (
  name: string,
  methods: CollectionDefinition['methods'],
  required: readonly string[] = [],
  more: Omit<CollectionDefinition, 'name' | 'methods' | 'required'> = {},
): CollectionDefinition => ({ name, methods, required, ...more });

const paymentFields = ['account', 'account.id', 'paymentMethod', 'totalAmount'];
const correlatorId = ({ correlatorId: key }: Resource) => key;

/** TMF651 and TMF681 have no field for the sender's id: it is the characteristic `externalId`. */
function characteristicKey({ characteristic }: Resource): unknown {
  const given = (Array.isArray(characteristic) ? characteristic : []) as Resource[];
  return given.find(({ name }) => name === 'externalId')?.value;
}

const actions = new Set<unknown>(['add', 'modify', 'delete', 'noChange']);
const isMoment = (value: unknown) =>
  value === undefined || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));

function orderFault(order: Resource): string | undefined {
  const items = order.productOrderItem as Resource[];
  if (!Array.isArray(items)) return 'productOrderItem must be a list';
  if (items.some(({ action }) => !actions.has(action)))
    return 'action must be add, modify, delete or noChange';
  if (!isMoment(order.requestedStartDate) || !isMoment(order.requestedCompletionDate))
    return 'requestedStartDate and requestedCompletionDate must be moments';
  return undefined;
}

/** What the sandbox serves: TM Forum Open APIs v4, as their own files lay them out. */
export const apis: readonly ApiDefinition[] = [
  {
    id: 'TMF620',
    basePath: '/tmf-api/productCatalogManagement/v4',
    collections: [
      collection('catalog', all, ['name']),
      collection('category', all, ['name']),
      collection('productOffering', all, ['name']),
      collection('productOfferingPrice', all, ['name']),
      collection('productSpecification', all, ['name']),
    ],
  },
  {
    id: 'TMF621',
    basePath: '/tmf-api/troubleTicket/v4',
    collections: [
      collection('troubleTicket', all, ['description', 'severity', 'ticketType'], {
        defaults: (now) => ({ status: 'acknowledged', creationDate: now, lastUpdate: now }),
      }),
    ],
  },
  {
    id: 'TMF622',
    basePath: '/tmf-api/productOrderingManagement/v4',
    collections: [
      collection('productOrder', all, ['productOrderItem.id', 'productOrderItem.action'], {
        fault: orderFault,
        decides: (now) => ({ state: 'acknowledged', orderDate: now }),
      }),
      collection('cancelProductOrder', created, ['productOrder.id'], {
        decides: () => ({ state: 'acknowledged' }),
      }),
    ],
  },
  {
    id: 'TMF629',
    basePath: '/tmf-api/customerManagement/v4',
    collections: [
      collection('customer', all, ['name', 'engagedParty.id', 'engagedParty.@referredType']),
    ],
  },
  {
    id: 'TMF632',
    basePath: '/tmf-api/party/v4',
    collections: [
      collection('individual', all, ['familyName', 'givenName']),
      collection('organization', all, ['tradingName']),
    ],
  },
  {
    id: 'TMF635',
    basePath: '/tmf-api/usageManagement/v4',
    // `usage` is a table of its own: usageRoutes.ts.
    collections: [collection('usageSpecification', all)],
  },
  {
    id: 'TMF637',
    basePath: '/tmf-api/productInventory/v4',
    collections: [collection('product', all, ['status'])],
  },
  {
    id: 'TMF651',
    basePath: '/tmf-api/agreementManagement/v4',
    collections: [
      collection(
        'agreement',
        all,
        [
          'agreementItem',
          'agreementType',
          'engagedParty.id',
          'engagedParty.name',
          'engagedParty.@referredType',
          'name',
        ],
        { externalKey: characteristicKey },
      ),
      collection('agreementSpecification', all, ['attachment', 'name']),
    ],
  },
  {
    id: 'TMF654',
    basePath: '/tmf-api/prepayBalanceManagement/v4',
    collections: [
      collection('bucket', readOnly),
      collection(
        'topupBalance',
        created,
        ['amount.amount', 'bucket.id', 'partyAccount.id', 'usageType'],
        {
          decides: (now) => ({ status: 'completed', requestedDate: now, confirmationDate: now }),
        },
      ),
    ],
  },
  {
    id: 'TMF676',
    basePath: '/payment/v4',
    collections: [
      collection('payment', created, paymentFields, {
        decides: (now) => ({ status: 'done', statusDate: now, paymentDate: now }),
        externalKey: correlatorId,
      }),
      collection('refund', created, paymentFields, {
        decides: (now) => ({ status: 'done', statusDate: now, refundDate: now }),
        externalKey: correlatorId,
      }),
    ],
  },
  {
    id: 'TMF677',
    basePath: '/tmf-api/usageConsumption/v4',
    // `queryUsageConsumption` is a task worked out when it is asked for: usageRoutes.ts.
    collections: [],
  },
  {
    id: 'TMF678',
    basePath: '/tmf-api/customerBillManagement/v4',
    collections: [
      collection('customerBill', ['list', 'get', 'patch'], [], { patchable: ['state'] }),
      collection('appliedCustomerBillingRate', readOnly),
      collection('customerBillOnDemand', created, [], { decides: () => ({ state: 'done' }) }),
    ],
  },
  {
    id: 'TMF681',
    basePath: '/tmf-api/communicationManagement/v4',
    collections: [
      collection('communicationMessage', all, ['content', 'messageType', 'receiver', 'sender'], {
        decides: (now) => ({ state: 'completed', sendTime: now, sendTimeComplete: now }),
        externalKey: characteristicKey,
      }),
    ],
  },
];

const definitions = new Map(
  apis.flatMap((api) => api.collections.map((each) => [each.name, { ...each, api }] as const)),
);

/** The definition of a collection and its API; undefined for what only the sandbox itself keeps. */
export function definitionOf(
  name: string,
): (CollectionDefinition & { api: ApiDefinition }) | undefined {
  return definitions.get(name);
}

/** The sender's own id of a resource, or undefined: what makes a repeated request the same one. */
export function externalKeyOf(collectionName: string, resource: Resource): string | undefined {
  const { externalKey = ({ externalId }: Resource) => externalId } =
    definitions.get(collectionName) ?? {};
  const key = externalKey(resource);
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** The required fields that a new resource lacks. */
export function missingFields({ required = [] }: CollectionDefinition, given: Resource): string[] {
  return required.filter((field) => {
    const path = field.split('.');
    const holders = path.length === 1 ? [given] : valuesAt(given, path.slice(0, -1));
    const last = path.slice(-1);
    return holders.length === 0 || holders.some((holder) => valuesAt(holder, last).length === 0);
  });
}
