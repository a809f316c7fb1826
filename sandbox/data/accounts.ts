import { entryOf } from './catalogue.ts';
import { allowanceNames, type CatalogueEntry } from './catalogueEntry.ts';
import type { CustomerEntry, MonthUse, TripEntry } from './customers.ts';
import { monthBack, seeded } from './months.ts';
import { feeName } from './offerings.ts';
import { type Bilingual, say } from './text.ts';

type Kind = keyof MonthUse;
const kinds: readonly Kind[] = ['data', 'directedData', 'voice', 'sms'];

/** What is written into usage records and onto the bill lines that charge for them. */
export const usageTypes = {
  data: 'data',
  directedData: 'other',
  voice: 'voice',
  sms: 'sms',
  valueAdded: 'valueAdded',
  roaming: 'roaming',
} as const;

/** One line of a bill before it becomes a resource. Money in fen. */
export interface ChargeLine {
  readonly id: string;
  readonly name: Bilingual;
  readonly explanation: Bilingual;
  readonly fen: number;
  readonly quantity?: Bilingual;
  readonly unitPrice?: Bilingual;
  readonly thirdParty?: Bilingual;
  readonly isDisputed?: boolean;
  /** The use that this line charges for, if any. */
  readonly usage?: keyof typeof usageTypes;
}

/** Offers a customer had in the month `back` months ago, the plan first. */
export function offersIn(customer: CustomerEntry, back: number): CatalogueEntry[] {
  const extras = customer.extras.filter(({ monthsAgo }) => monthsAgo >= back);
  return [entryOf(customer.plan), ...extras.map(({ offer }) => entryOf(offer))];
}

/** What was used in a month: given for the running one, near the usual for the others. */
export function useIn(customer: CustomerEntry, now: Date, back: number): MonthUse {
  if (back === 0) return customer.thisMonth;
  const month = monthBack(now, back);
  const vary = (kind: Kind) =>
    Math.round(customer.usual[kind] * (0.8 + 0.35 * seeded(`${customer.key}|${month}|${kind}`)));
  return {
    data: vary('data'),
    directedData: vary('directedData'),
    voice: vary('voice'),
    sms: vary('sms'),
  };
}

/** What is included in a month, all offers together; undefined: unlimited or not metered. */
export function includedIn(offers: readonly CatalogueEntry[], kind: Kind): number | undefined {
  const allowances = offers
    .flatMap(({ allowances = [] }) => allowances)
    .filter(({ resource }) => resource === kind);
  // Calls inside a family circle are unlimited but do not make all calls so.
  const metered = allowances.filter(
    ({ amount, scope }) => amount !== undefined || scope === undefined,
  );
  if (metered.some(({ amount }) => amount === undefined)) return undefined;
  return metered.reduce((total, { amount = 0 }) => total + amount, 0);
}

const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`;
const words: Record<Kind, (count: number) => Bilingual> = {
  data: (count) => say(`${count} MB`, `${count} MB`),
  directedData: (count) => say(`${count} MB`, `${count} MB`),
  voice: (count) => say(`${count} 分钟`, `${count} min`),
  sms: (count) => say(`${count} 条`, `${count} SMS`),
};

function overLimitLine(kind: Kind, used: number, offers: readonly CatalogueEntry[]): ChargeLine[] {
  const [plan] = offers;
  const included = includedIn(offers, kind);
  const price = {
    data: plan?.dataPerMb,
    directedData: plan?.dataPerMb,
    voice: plan?.voicePerMinute,
    sms: plan?.smsEach,
  }[kind];
  if (included === undefined || !price || used <= included) return [];
  const over = used - included;
  const cap = kind === 'data' ? plan?.dataCap : undefined;
  const fen = Math.min(over * price, cap ?? Number.MAX_SAFE_INTEGER);
  const name = allowanceNames[kind];
  return [
    {
      id: `over-${kind}`,
      name: say(`套餐外${name['zh-CN']}`, `Out-of-plan ${name.en.toLowerCase()}`),
      explanation: say(
        `本月用了 ${words[kind](used)['zh-CN']}，套餐和附加包共含 ${words[kind](included)['zh-CN']}，超出部分按套餐外资费收取。`,
        `${words[kind](used).en} used this month, ${words[kind](included).en} included; the rest is charged at the out-of-plan rate.`,
      ),
      fen,
      quantity: words[kind](over),
      unitPrice: say(
        `${yuan(price)}/${{ data: 'MB', directedData: 'MB', voice: '分钟', sms: '条' }[kind]}`,
        `${yuan(price)} per ${{ data: 'MB', directedData: 'MB', voice: 'min', sms: 'SMS' }[kind]}`,
      ),
      usage: kind,
    },
  ];
}

/** The lines of a month's bill; they add up to its total because the total is made of them. */
export function linesOf(customer: CustomerEntry, now: Date, back: number): ChargeLine[] {
  const offers = offersIn(customer, back);
  const used = useIn(customer, now, back);
  const fees = offers.map((offer): ChargeLine => {
    const extra = customer.extras.find((candidate) => candidate.offer === offer.id);
    return {
      id: offer.id,
      name: say(
        `${offer.name['zh-CN']} ${feeName(offer)['zh-CN']}`,
        `${offer.name.en} ${feeName(offer).en.toLowerCase()}`,
      ),
      explanation: offer.description,
      fen: offer.monthlyFee,
      quantity: say('1 个月', '1 month'),
      unitPrice: say(`${yuan(offer.monthlyFee)}/月`, `${yuan(offer.monthlyFee)} a month`),
      ...(offer.thirdParty && { thirdParty: offer.thirdParty }),
      ...(extra?.isDisputed && { isDisputed: true }),
      ...(isValueAdded(offer) && { usage: 'valueAdded' as const }),
    };
  });
  const contract: ChargeLine[] =
    customer.contractStartedMonthsAgo !== undefined && customer.contractStartedMonthsAgo >= back
      ? [
          {
            id: 'contract-discount',
            name: say('合约优惠', 'Contract discount'),
            explanation: say(
              '按合约每月减免，合约到期后停止。',
              'A monthly reduction under your contract; it ends with the contract.',
            ),
            fen: -1000,
          },
        ]
      : [];
  const lines = [
    ...fees,
    ...contract,
    ...kinds.flatMap((kind) => overLimitLine(kind, used[kind], offers)),
    ...tripsIn(customer, back).map(roamingLine),
  ];
  return customer.isProbe ? [...lines, waiverOf(lines)] : lines;
}

/** Takes everything back: the bill of a probe account is always nothing. */
const waiverOf = (lines: readonly ChargeLine[]): ChargeLine => ({
  id: 'probe-waiver',
  name: say('拨测账户免收', 'Waived: probe account'),
  explanation: say(
    '拨测账户只用于服务质量检查，不收取任何费用。',
    'A probe account serves to check the quality of service; nothing is charged.',
  ),
  fen: -lines.reduce((total, { fen }) => total + fen, 0),
});

/** Value-added services that cost something have one record a month: the charge itself. */
export function isValueAdded({ kind, monthlyFee }: CatalogueEntry): boolean {
  return kind === 'valueAddedService' && monthlyFee > 0;
}

/** Stays abroad in the month `back` months ago. */
export function tripsIn({ trips = [] }: CustomerEntry, back: number): readonly TripEntry[] {
  return trips.filter(({ monthsAgo }) => monthsAgo === back);
}

const roamingLine = ({ place, voice, sms, data }: TripEntry): ChargeLine => ({
  id: 'over-roaming',
  name: say('国际及港澳台漫游费', 'Roaming abroad'),
  explanation: say(
    `在${place['zh-CN']}使用的通话、短信和流量，按漫游资费收取。`,
    `Calls, SMS and data used in ${place.en}, charged at the roaming rates.`,
  ),
  fen: voice.fen + sms.fen + data.fen,
  usage: 'roaming',
});
