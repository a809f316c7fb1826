import { LRUCache } from 'lru-cache';
import type { Language } from '../../domain/language.ts';
import type {
  Allowance,
  Announcement,
  Dated,
  Fee,
  Offer,
  OverLimitRate,
} from '../../ports/carrier.ts';
import { unlessNone } from './bilingual.ts';
import type { CallCarrier } from './http.ts';
import {
  amount,
  characteristic,
  instant,
  type Json,
  list,
  needed,
  object,
  page,
  quantity,
  resourceOf,
  text,
} from './read.ts';

/**
 * The characteristics a disclosure is made of (R22, rights §3.1). An offering that lacks one cannot
 * be disclosed in full, so it is not shown as on sale (R33).
 */
export const disclosureCharacteristics = [
  'tariffId',
  'provider',
  'thirdPartyPayee',
  'allowance',
  'consumptionOrder',
  'function',
  'limit',
  'condition',
  'processStep',
  'overLimitRate',
  'promotion',
  'minimumSpend',
  'chargingMethod',
  'deductDate',
  'proRataRule',
  'proRata',
  'effectiveDateType',
  'servicePeriod',
  'autoRenew',
  'renewalReminderDays',
  'stopMethod',
  'contractMonths',
  'earlyTerminationRule',
  'earlyTerminationPercent',
  'conflict',
  'optionalItem',
  'cancelMethod',
  'undoWindow',
  'refundRule',
  'specialCase',
  'operatorObligation',
  'dataUse',
  'goods',
  'emergencyImpact',
  'agreementTextVersion',
] as const;

/** The specification of every mobile line, and of the offering that says what suspending one means. */
export const lineSpecification = 'mobile-line';

/** Reads the public side of the operator: what is on sale and what is announced. Kept for a few minutes. */
export function createCatalogue(
  call: CallCarrier,
  urls: Readonly<Record<string, string>>,
  clock: () => Date,
  maxAgeMs: number,
) {
  // Concurrent readers share one fetch; a failed fetch is not kept.
  const kept = new LRUCache<string, { data: unknown; atMs: number }>({ max: 8 });
  const pending = new Map<string, Promise<{ data: unknown; atMs: number }>>();

  async function fresh<T>(key: string, load: () => Promise<T>): Promise<Dated<T>> {
    const known = kept.get(key);
    const entry =
      known && clock().getTime() - known.atMs < maxAgeMs ? known : await loaded(key, load);
    return { asOf: new Date(entry.atMs).toISOString(), data: entry.data as T };
  }

  function loaded(key: string, load: () => Promise<unknown>) {
    const atMs = clock().getTime();
    const running =
      pending.get(key) ??
      load()
        .then((data) => {
          kept.set(key, { data, atMs });
          return { data, atMs };
        })
        .finally(() => pending.delete(key));
    pending.set(key, running);
    return running;
  }

  return {
    offers: (language: Language) =>
      fresh(`offers ${language}`, async () => {
        const url = `${urls.TMF620}/productOffering`;
        const offerings = page(
          await call({
            method: 'GET',
            url,
            query: { isSellable: 'true', limit: '1000' },
            language,
          }),
        );
        return offerings.flatMap(readOffer);
      }),
    announcements: (language: Language) =>
      fresh(`announcements ${language}`, async (): Promise<Announcement[]> => {
        const url = `${urls.TMF681}/communicationMessage`;
        const query = { messageType: 'Announcement', sort: '-sendTime', limit: '10' };
        return page(await call({ method: 'GET', url, query, language })).map(readAnnouncement);
      }),
  };
}

function readAnnouncement({
  id,
  subject,
  content,
  sendTime,
  characteristic: given,
}: Json): Announcement {
  const start = characteristic(given, 'windowStart');
  const end = characteristic(given, 'windowEnd');
  return {
    id: needed(id, 'announcement id'),
    title: needed(subject, 'announcement title'),
    body: needed(content, 'announcement text'),
    publishedAt: instant(sendTime, 'announcement date'),
    ...(start !== undefined &&
      end !== undefined && {
        window: { start: instant(start, 'window'), end: instant(end, 'window') },
      }),
  };
}

function readOffer(offering: Json): Offer[] {
  const uses = list(offering.prodSpecCharValueUse);
  const named = new Set(uses.map(({ name }) => name));
  if (disclosureCharacteristics.some((name) => !named.has(name))) return [];
  // The line itself is not something to choose from what is on sale.
  if (object(offering.productSpecification).id === lineSpecification) return [];
  const values = (name: string) =>
    list(uses.find((use) => use.name === name)?.productSpecCharacteristicValue).map(
      ({ value }) => value,
    );
  const sentences = (name: string) => values(name).flatMap((value) => unlessNone(value) ?? []);
  const [tariffId] = sentences('tariffId');
  if (tariffId === undefined || offering.lifecycleStatus !== 'Active') return [];
  const thirdParty = unlessNone(values('thirdPartyPayee')[0]);
  return [
    {
      id: needed(offering.id, 'offering id'),
      kind: kindOf(list(offering.category)[0]?.id),
      name: needed(offering.name, 'offering name'),
      description: text(offering.description) ?? '',
      tariffId,
      fees: list(offering.productOfferingPrice).map(readFee),
      allowances: values('allowance').map(readAllowance),
      overLimitRates: values('overLimitRate').flatMap(readRate),
      limits: sentences('limit'),
      conditions: values('condition').flatMap(
        (value) => unlessNone(typeof value === 'string' ? value : object(value).text) ?? [],
      ),
      contractMonths: Number(values('contractMonths')[0] ?? 0),
      earlyTerminationRule: unlessNone(values('earlyTerminationRule')[0]) ?? '',
      autoRenew: values('autoRenew')[0] === true,
      ...(thirdParty !== undefined && { thirdParty }),
    },
  ];
}

/** Our kind of a catalogue category; what is neither plan nor add-on is a value-added service. */
export function kindOf(category: unknown): Offer['kind'] {
  return category === 'plan' || category === 'addOn' ? category : 'valueAddedService';
}

function readFee({ name, priceType, price }: Json): Fee {
  return {
    name: needed(name, 'price name'),
    price: amount(object(price).taxIncludedAmount, 'price'),
    perMonth: priceType === 'recurring',
  };
}

function readAllowance(value: unknown): Allowance {
  const given = object(value);
  const resource = resourceOf(given.resource) ?? 'data';
  return {
    resource,
    name: needed(given.name, 'allowance name'),
    ...(given.amount !== undefined && { quantity: quantity(given, resource, 'allowance') }),
    scope: text(given.scope) ?? '',
    rollover: given.rollover === true,
  };
}

/** A rate beyond the limit, of the catalogue or of a usage bucket. */
export function readRate(value: unknown): OverLimitRate[] {
  const given = object(value);
  const resource = resourceOf(given.resource);
  if (!resource) return [];
  return [
    {
      resource,
      price: amount(given.price, 'rate price'),
      per: quantity(given.per, resource, 'rate unit'),
      rounding: text(given.rounding) ?? '',
      ...(given.cap !== undefined && { cap: amount(given.cap, 'rate cap') }),
    },
  ];
}
