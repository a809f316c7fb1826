import type { PublicOffer } from './check.ts';
import { type Phone, phoneAt } from './phone.ts';
import { ask, NoAnswer } from './talk.ts';

interface DemoCustomer {
  readonly phoneNumber: string;
  readonly isProbe?: boolean;
}

/** The account that a demo operator marks as never billed, and its phone; undefined when there is none. */
export async function demoAccount(sandboxUrl: string): Promise<Phone | undefined> {
  const customers = await ask<DemoCustomer[]>('GET', `${sandboxUrl}/sandbox/customers`);
  const found = customers.find(({ isProbe }) => isProbe === true);
  return found && phoneAt(`${sandboxUrl}/phone`, found.phoneNumber);
}

interface Offering {
  readonly name: string;
  readonly isSellable?: boolean;
  readonly productOfferingPrice?: ReadonlyArray<{ readonly id: string }>;
  readonly prodSpecCharValueUse?: ReadonlyArray<{
    readonly name: string;
    readonly productSpecCharacteristicValue?: ReadonlyArray<{ readonly value?: unknown }>;
  }>;
}

interface Price {
  readonly id: string;
  readonly priceType?: string;
  readonly price?: { readonly value?: number };
}

/** A few monthly offers as the public catalogue (TMF620) has them: what the bot must say to the fen (R8c, E2). */
export async function publicOffers(
  catalogueUrl: string,
  most = 4,
): Promise<readonly PublicOffer[]> {
  const list = <T>(name: string) => ask<T[]>('GET', `${catalogueUrl}/${name}?limit=500`);
  const [offerings, prices] = await Promise.all([
    list<Offering>('productOffering'),
    list<Price>('productOfferingPrice'),
  ]);
  const recurring = new Map(
    prices
      .filter(({ priceType }) => priceType === 'recurring')
      .map(({ id, price }) => [id, price?.value]),
  );
  const read = ({
    name,
    isSellable,
    productOfferingPrice = [],
    prodSpecCharValueUse = [],
  }: Offering) => {
    const tariffId = prodSpecCharValueUse.find((each) => each.name === 'tariffId')
      ?.productSpecCharacteristicValue?.[0]?.value;
    const price = productOfferingPrice.map(({ id }) => recurring.get(id)).find(Boolean);
    if (isSellable === false || typeof tariffId !== 'string' || price === undefined) return [];
    return [{ name, tariffId, price: price.toFixed(2) }];
  };
  const all = offerings.flatMap(read);
  if (all.length === 0) throw new NoAnswer('catalogue');
  const step = Math.max(1, Math.floor(all.length / most));
  return all.filter((_offer, place) => place % step === 0).slice(0, most);
}
