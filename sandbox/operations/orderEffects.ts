import type { Resource } from '../query.ts';
import type { Collections } from '../store/collections.ts';
import type { Effect } from './effects.ts';
import {
  abandonedProduct,
  addedProduct,
  endedProduct,
  isAhead,
  isOver,
  isTouchedBy,
  modifiedProduct,
  type OrderContext,
  type OrderItem,
  replacedId,
  replacedProduct,
  restoredProduct,
} from './inventory.ts';
import { isLater } from './terms.ts';

/** An item that cannot be carried out: what it names does not exist, or may not be done to it. */
export class ImpossibleItem extends Error {}

/** What a completed order does to the inventory. Throws `ImpossibleItem` before anything is done. */
export function orderEffects(
  collections: Collections,
  order: Resource,
  doneAt: string,
  now: string,
): Effect[] {
  const context: OrderContext = { order, doneAt, now };
  return itemsOf(order).flatMap((item) =>
    orderedProducts(collections, item, context).map((product): Effect => ['product', product]),
  );
}

/**
 * The moment an order must wait for: a change of a product that stays the same one, such as a
 * suspension, cannot be written into the inventory before its day. Undefined: it need not wait.
 */
export function waitsUntil(order: Resource, now: string): string | undefined {
  const { requestedStartDate: start } = order;
  const isChange = (item: OrderItem) =>
    item.action === 'modify' && offeringIdOf(item) === undefined;
  return isLater(start, now) && itemsOf(order).some(isChange) ? String(start) : undefined;
}

const itemsOf = (order: Resource) => (order.productOrderItem ?? []) as readonly OrderItem[];
const offeringIdOf = ({ productOffering, product }: OrderItem) =>
  productOffering?.id ?? (product?.productOffering as { id?: string } | undefined)?.id;

function orderedProducts(
  collections: Collections,
  item: OrderItem,
  context: OrderContext,
): Resource[] {
  if (item.action === 'noChange') return [];
  const offeringId = offeringIdOf(item);
  const offering = offeringId ? collections.get('productOffering', offeringId) : undefined;
  if (offeringId && !offering) throw new ImpossibleItem(`no offering ${offeringId}`);
  if (item.action === 'add') {
    if (!offering) throw new ImpossibleItem('an added item needs an offering');
    return [addedProduct(item, offering, context)];
  }
  const product = collections.get('product', String(item.product?.id));
  if (!product) throw new ImpossibleItem('no such product');
  const { order, doneAt } = context;
  if (isOver(product, doneAt) && !isTouchedBy(product, order))
    throw new ImpossibleItem('the product has ended');
  if (item.action === 'delete') return deleted(collections, product, item, context);
  if (offering && offering.id !== productOfferingId(product))
    return changed(collections, product, item, offering, context);
  return [modified(product, item, context)];
}

const productOfferingId = ({ productOffering }: Resource) =>
  (productOffering as { id?: string } | undefined)?.id;

/** A change to another offering. One that was ordered before and has not begun gives way to it. */
function changed(
  collections: Collections,
  product: Resource,
  item: OrderItem,
  offering: Resource,
  context: OrderContext,
): Resource[] {
  if (productOfferingId(product) === undefined)
    throw new ImpossibleItem('this product has no offering to change');
  const old = (isAhead(product, context.doneAt) && replacedBy(collections, product)) || product;
  const waiting = successors(collections, old, context).map((each) =>
    abandonedProduct(each, item, context),
  );
  return [...waiting, ...replacedProduct(old, item, offering, context)];
}

const replacedBy = (collections: Collections, product: Resource) =>
  collections.get('product', String(replacedId(product)));

const successors = (collections: Collections, { id }: Resource, { order }: OrderContext) =>
  collections
    .list('product')
    .filter(
      (each) =>
        each.status === 'pendingActive' && replacedId(each) === id && !isTouchedBy(each, order),
    );

/** The end of a product; one that has not begun never begins, and what it was to replace goes on. */
function deleted(
  collections: Collections,
  product: Resource,
  item: OrderItem,
  context: OrderContext,
): Resource[] {
  if (!isAhead(product, context.doneAt)) return [endedProduct(product, item, context)];
  const old = replacedBy(collections, product);
  const wasEndedByIt = old?.terminationDate === product.startDate;
  return [
    abandonedProduct(product, item, context),
    ...(old && wasEndedByIt ? [restoredProduct(old, item, context)] : []),
  ];
}

/** What may become of a product by order, from which states. */
const ways: Readonly<Record<string, readonly unknown[]>> = {
  suspended: ['active', 'pendingTerminate', 'suspended'],
  active: ['active', 'suspended'],
};

function modified(product: Resource, item: OrderItem, context: OrderContext): Resource {
  const { status } = item.product ?? {};
  if (status !== undefined && !ways[String(status)]?.includes(product.status))
    throw new ImpossibleItem(`a product that is ${product.status} cannot become ${status}`);
  return modifiedProduct(product, item, context);
}
