import { monthBack, monthStart, nextMonth } from '../data/months.ts';
import { type Resource, valuesAt } from '../query.ts';
import { withContractFee } from './contractFee.ts';
import {
  characteristicsFrom,
  elements,
  fromOffering,
  isLater,
  mergedCharacteristics,
  offered,
} from './terms.ts';

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

const productPath = '/tmf-api/productInventory/v4/product';

/** The order items a product came from and was changed by. */
function withOrderItem(product: Resource, { id, action }: OrderItem, order: Resource): Resource {
  const before = elements(product, 'productOrderItem');
  if (isTouchedBy(product, order)) return product;
  const reference = { productOrderId: order.id, orderItemId: id, orderItemAction: action };
  return { ...product, productOrderItem: [...before, reference] };
}

/** Whether an order did something to a product already. */
export const isTouchedBy = (product: Resource, { id }: Resource) =>
  valuesAt(product, ['productOrderItem', 'productOrderId']).includes(id);

/** Whether a product was ordered but had not begun at a moment. */
export const isAhead = ({ status, startDate }: Resource, moment: string) =>
  (status === 'pendingActive' || status === 'cancelled') && isLater(startDate, moment);

/** Whether a product had ended by a moment. */
export const isOver = ({ status, terminationDate }: Resource, moment: string) =>
  status === 'cancelled' || (status === 'terminated' && !isLater(terminationDate, moment));

/** The product in whose place another one was ordered. */
export const replacedId = (product: Resource) =>
  valuesAt(
    elements(product, 'productRelationship').find(
      ({ relationshipType }) => relationshipType === 'replaces',
    ),
    ['product', 'id'],
  )[0];

/** A product that an order adds. */
export function addedProduct(
  item: OrderItem,
  offering: Resource,
  { order, doneAt, now }: OrderContext,
): Resource {
  const id = `${String(order.id)}-${item.id}`;
  const startDate = startOf(item, { order, doneAt, now });
  // What does not renew is for the month it begins in, unless the order says until when.
  const lastsOneMonth = offered(offering, 'autoRenew') === false;
  const month = monthBack(new Date(startDate), 0);
  const product = {
    '@type': 'Product',
    relatedParty: order.relatedParty ?? [],
    ...(order.billingAccount !== undefined && { billingAccount: order.billingAccount }),
    ...fromOffering(offering, startDate),
    ...(lastsOneMonth && { terminationDate: monthStart(nextMonth(month)) }),
    ...item.product,
    id,
    href: `${productPath}/${id}`,
    productCharacteristic: mergedCharacteristics(
      characteristicsFrom(offering, order),
      elements(item.product, 'productCharacteristic'),
    ),
    orderDate: order.orderDate,
    startDate,
    status: isLater(startDate, now) ? 'pendingActive' : 'active',
  };
  return withOrderItem(withContractFee(product, offering, now), item, order);
}

/** When what an item orders begins. */
export const startOf = (item: OrderItem, { order, doneAt }: OrderContext) =>
  String(item.product?.startDate ?? order.requestedStartDate ?? doneAt);

/**
 * A product changed to another offering: the old one stays what the customer has until the new one,
 * a product of its own, begins.
 */
export function replacedProduct(
  old: Resource,
  item: OrderItem,
  offering: Resource,
  context: OrderContext,
): [old: Resource, next: Resource] {
  const { order, now } = context;
  const { id: _id, ...given } = item.product ?? {};
  const { billingAccount, relatedParty } = old;
  const relations = elements(old, 'productRelationship').filter(
    ({ relationshipType }) => relationshipType !== 'replaces',
  );
  const product = {
    relatedParty,
    billingAccount,
    ...given,
    productRelationship: [
      ...relations,
      { relationshipType: 'replaces', product: { id: old.id, href: old.href } },
    ],
  };
  const next = addedProduct({ ...item, product }, offering, context);
  return [endedAt(old, String(next.startDate), now, item, order), next];
}

/** What is left of a product whose successor does not come after all. */
export function restoredProduct(old: Resource, item: OrderItem, { order }: OrderContext): Resource {
  const { terminationDate: _date, ...rest } = old;
  return withOrderItem({ ...rest, status: 'active' }, item, order);
}

/** A product that is given up before it begins. */
export function abandonedProduct(
  product: Resource,
  item: OrderItem,
  { order }: OrderContext,
): Resource {
  return withOrderItem({ ...product, status: 'cancelled' }, item, order);
}

/** A product after an order changed it: suspended, resumed, or other characteristics. */
export function modifiedProduct(
  product: Resource,
  item: OrderItem,
  { order }: OrderContext,
): Resource {
  const changed = {
    ...product,
    ...item.product,
    id: product.id,
    href: product.href,
    productCharacteristic: mergedCharacteristics(
      elements(product, 'productCharacteristic'),
      elements(item.product, 'productCharacteristic'),
    ),
  };
  return withOrderItem(changed, item, order);
}

/** A product that an order ends, at once or at the asked date. */
export function endedProduct(
  product: Resource,
  item: OrderItem,
  { order, doneAt, now }: OrderContext,
): Resource {
  const terminationDate = String(
    item.product?.terminationDate ??
      order.requestedCompletionDate ??
      order.requestedStartDate ??
      doneAt,
  );
  return endedAt(product, terminationDate, now, item, order);
}

function endedAt(
  product: Resource,
  terminationDate: string,
  now: string,
  item: OrderItem,
  order: Resource,
): Resource {
  const status = isLater(terminationDate, now) ? 'pendingTerminate' : 'terminated';
  return withOrderItem({ ...product, terminationDate, status }, item, order);
}
