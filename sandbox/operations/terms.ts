import { at } from '../data/months.ts';
import { type Bilingual, say } from '../data/text.ts';
import { type Resource, valuesAt } from '../query.ts';

const zoneMs = 8 * 3_600_000;

/** Whether something is dated after a moment. */
export const isLater = (moment: unknown, now: string) =>
  typeof moment === 'string' && Date.parse(moment) > Date.parse(now);

/** The first value an offering gives a characteristic. */
export function offered(offering: Resource, name: string): unknown {
  const uses = (offering.prodSpecCharValueUse ?? []) as readonly Resource[];
  const use = uses.find((candidate) => candidate.name === name);
  return elements(use, 'productSpecCharacteristicValue')[0]?.value;
}

/** The elements of a list, none when it is not there. */
export const elements = (holder: Resource | undefined, name: string): readonly Resource[] =>
  (holder?.[name] ?? []) as readonly Resource[];

/** What a product takes over from its offering: name, prices, contract term, and how it renews. */
export function fromOffering(offering: Resource, startDate: string): Resource {
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

/** What the operator itself calls the channels that order. */
const channelNames: Readonly<Record<string, Bilingual>> = { chat: say('在线客服', 'online chat') };
const channelName = (name: unknown) => channelNames[String(name)] ?? name;

/** What the inventory says of a product besides, and the order's channel. */
export function characteristicsFrom(offering: Resource, order: Resource): Resource[] {
  const given: Record<string, unknown> = {
    kind: valuesAt(offering, ['category', 'id'])[0],
    orderChannel: channelName(elements(order, 'channel')[0]?.name),
    autoRenew: offered(offering, 'autoRenew'),
    earlyTerminationRule: offered(offering, 'earlyTerminationRule'),
    thirdPartyPayee: offered(offering, 'thirdPartyPayee'),
  };
  return Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
}

/** Characteristics by name: those of the order win over those of the offering. */
export function mergedCharacteristics(...lists: ReadonlyArray<readonly Resource[]>): Resource[] {
  return [...new Map(lists.flat().map((each) => [each.name, each])).values()];
}
