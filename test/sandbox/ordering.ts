import { type Json, paths, type Site, until } from './site.ts';

/** A TMF622 order as a test reads it. */
export interface Order extends Json {
  readonly id: string;
  readonly state: string;
  readonly note?: ReadonlyArray<{ readonly text: string }>;
}

/** A TMF637 product as a test reads it. */
export interface Product extends Json {
  readonly id: string;
  readonly status: string;
  readonly startDate: string;
  readonly terminationDate?: string;
  readonly productOffering?: { readonly id: string };
  readonly productRelationship: ReadonlyArray<{
    readonly relationshipType: string;
    readonly product: { readonly id: string };
  }>;
}

const ended = new Set(['completed', 'failed', 'cancelled']);

/** Sends an order of one item; answers it as it was accepted. */
export async function send(site: Site, item: Json, more: Json = {}): Promise<Order> {
  const order = { productOrderItem: [{ id: '1', ...item }], ...more };
  return (await site.call<Order>('POST', paths.orders, order)).body;
}

/** The order when nothing more happens to it. */
export function end(site: Site, { id }: Order): Promise<Order> {
  const ask = () => site.get<Order>(`${paths.orders}/${id}`);
  return until(ask, ({ state }) => ended.has(state));
}

/** The order when it has come to a state. */
export function reach(site: Site, { id }: Order, wanted: string): Promise<Order> {
  const ask = () => site.get<Order>(`${paths.orders}/${id}`);
  return until(ask, ({ state }) => state === wanted);
}

/** Sends an order of one item and waits for its end. */
export async function carryOut(site: Site, item: Json, more: Json = {}): Promise<Order> {
  return end(site, await send(site, item, more));
}

export const product = (site: Site, id: string) => site.get<Product>(`${paths.products}/${id}`);

/** The product that an item of an order made. */
export const productOf = (site: Site, { id }: Order) => product(site, `${id}-1`);

/** What is to hang on a line. */
export const onLine = (lineId: string) => ({
  productRelationship: [{ relationshipType: 'onLine', product: { id: lineId } }],
});
