import { at } from '../data/months.ts';
import { type Resource, valuesAt } from '../query.ts';

const zoneMs = 8 * 3_600_000;

/** An item of an order, as far as the inventory is concerned. */
export interface OrderItem {
  readonly id: string;
  readonly action: string;
  readonly product?: Resource & { readonly id?: string };
  readonly productOffering?: { readonly id?: string };
}

/** The part of the order every item shares. */
export interface OrderContext {
  readonly order: Resource;
  /** When the order was carried out. */
  readonly doneAt: string;
  /** Today: what starts or ends later is pending. */
  readonly now: string;
}

const isLater = (moment: unknown, now: string) =>
  typeof moment === 'string' && Date.parse(moment) > Date.parse(now);

/** The first value an offering gives a characteristic. */
function offered(offering: Resource, name: string): unknown {
  const uses = (offering.prodSpecCharValueUse ?? []) as readonly Resource[];
  const use = uses.find((candidate) => candidate.name === name);
  return elements(use, 'productSpecCharacteristicValue')[0]?.value;
}

/** The elements of a list, none when it is not there. */
const elements = (holder: Resource | undefined, name: string): readonly Resource[] =>
  (holder?.[name] ?? []) as readonly Resource[];

/** What a product takes over from its offering: name, prices, contract term, and how it renews. */
function fromOffering(offering: Resource, startDate: string): Resource {
  const prices = elements(offering, 'productOfferingPrice').map((price) => ({
    name: price.name,
    priceType: price.priceType,
    ...(price.recurringChargePeriod !== undefined && {
      recurringChargePeriod: price.recurringChargePeriod,
    }),
    price: productPrice(price.price),
  }));
  const terms = elements(offering, 'productOfferingTerm').map((term) => ({
    name: term.name,
    duration: term.duration,
    validFor: { startDateTime: startDate, endDateTime: termEnd(startDate, term.duration) },
  }));
  return {
    name: offering.name,
    description: offering.description,
    productOffering: { id: offering.id, href: offering.href, name: offering.name },
    productPrice: prices,
    productTerm: terms,
  };
}

/** An inventory price has no tax category. */
function productPrice(price: unknown): Resource {
  const { taxCategory: _category, ...rest } = price as Resource;
  return rest;
}

/** The end of a term that is counted in months of the operator's zone. */
function termEnd(start: string, duration: unknown): string {
  const { amount = 0, units } = (duration ?? {}) as { amount?: number; units?: string };
  const local = new Date(Date.parse(start) + zoneMs);
  local.setUTCMonth(local.getUTCMonth() + amount * (units === 'year' ? 12 : 1));
  return at(new Date(local.getTime() - zoneMs));
}

function characteristicsFrom(offering: Resource, order: Resource): Resource[] {
  const given: Record<string, unknown> = {
    kind: valuesAt(offering, ['category', 'id'])[0],
    orderChannel: elements(order, 'channel')[0]?.name,
    autoRenew: offered(offering, 'autoRenew'),
    earlyTerminationRule: offered(offering, 'earlyTerminationRule'),
    thirdPartyPayee: offered(offering, 'thirdPartyPayee'),
  };
  return Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
}

/** Characteristics by name: those of the order win over those of the offering. */
function mergedCharacteristics(...lists: ReadonlyArray<readonly Resource[]>): Resource[] {
  return [...new Map(lists.flat().map((each) => [each.name, each])).values()];
}

/** A product that an order adds. */
export function addedProduct(
  item: OrderItem,
  offering: Resource,
  { order, doneAt, now }: OrderContext,
): Resource {
  const id = `${String(order.id)}-${item.id}`;
  const startDate = String(item.product?.startDate ?? order.requestedStartDate ?? doneAt);
  return {
    '@type': 'Product',
    relatedParty: order.relatedParty ?? [],
    ...(order.billingAccount !== undefined && { billingAccount: order.billingAccount }),
    ...fromOffering(offering, startDate),
    ...item.product,
    id,
    href: `/tmf-api/productInventory/v4/product/${id}`,
    productCharacteristic: mergedCharacteristics(
      characteristicsFrom(offering, order),
      elements(item.product, 'productCharacteristic'),
    ),
    orderDate: order.orderDate,
    startDate,
    status: isLater(startDate, now) ? 'pendingActive' : 'active',
    productOrderItem: [
      { productOrderId: order.id, orderItemId: item.id, orderItemAction: item.action },
    ],
  };
}

/** A product after an order changed it; with another offering it takes over that one's terms. */
export function modifiedProduct(
  product: Resource,
  item: OrderItem,
  offering: Resource | undefined,
  { order, doneAt }: OrderContext,
): Resource {
  const startDate = String(order.requestedStartDate ?? doneAt);
  return {
    ...product,
    ...(offering && { ...fromOffering(offering, startDate), startDate }),
    ...item.product,
    id: product.id,
    productCharacteristic: mergedCharacteristics(
      elements(product, 'productCharacteristic'),
      offering ? characteristicsFrom(offering, order) : [],
      elements(item.product, 'productCharacteristic'),
    ),
  };
}

/** A product that an order ends, at once or at the asked date. */
export function endedProduct(
  product: Resource,
  item: OrderItem,
  { order, doneAt, now }: OrderContext,
): Resource {
  const terminationDate = String(
    item.product?.terminationDate ?? order.requestedCompletionDate ?? doneAt,
  );
  const status = isLater(terminationDate, now) ? 'pendingTerminate' : 'terminated';
  return { ...product, terminationDate, status };
}
