import { lineService } from '../data/lineService.ts';
import { type Language, localise } from '../language.ts';
import type { Resource } from '../query.ts';
import { type Html, html } from './html.ts';
import { tariffWords, type Words } from './tariffWords.ts';

/** An offering in one language, with its characteristics by name. */
interface Tariff {
  readonly id: string;
  readonly name: unknown;
  readonly description: unknown;
  readonly category: { readonly id: string; readonly name: unknown };
  readonly prices: readonly Resource[];
  readonly values: (name: string) => readonly unknown[];
}

/** What the law wants to be read beside a price (E2): an offering without one of them is not on sale. */
const published = [
  'tariffId',
  'allowance',
  'promotion',
  'minimumSpend',
  'overLimitRate',
  'limit',
  'condition',
  'contractMonths',
  'earlyTerminationRule',
  'autoRenew',
  'cancelMethod',
];

/** Everything on sale, as a page to read or print. */
export function tariffPage(offerings: readonly Resource[], language: Language): string {
  const words = tariffWords[language];
  const tariffs = offerings.flatMap((offering) => readTariff(offering, language) ?? []);
  const groups = [...new Map(tariffs.map(({ category }) => [category.id, category])).values()];
  const other = language === 'en' ? 'zh-CN' : 'en';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title}</title>
<link rel="stylesheet" href="/sandbox.css">
</head>
<body>
<main class="tariffs">
<p class="switch"><a href="?lang=${other}" lang="${other}" hreflang="${other}">${words.otherLanguage}</a></p>
<h1>${words.title}</h1>
<p>${words.lead}</p>
<nav aria-label="${words.contents}"><ul>${groups.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
${groups.map(
  ({ id, name }) => html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${name}</h2>
${tariffs.filter(({ category }) => category.id === id).map((tariff) => tariffCard(tariff, words))}
</section>`,
)}
</main>
</body>
</html>`.text;
}

function readTariff(offering: Resource, language: Language): Tariff | undefined {
  const { id, name, description, category, productOfferingPrice, prodSpecCharValueUse, ...rest } =
    localise(offering, language) as Resource;
  const uses = new Map(
    ((prodSpecCharValueUse ?? []) as Resource[]).map((use) => [
      use.name,
      ((use.productSpecCharacteristicValue ?? []) as Resource[]).map(({ value }) => value),
    ]),
  );
  // What belongs to every line is not ordered by itself, but its price is published all the same.
  const isOnSale =
    rest.lifecycleStatus === 'Active' && (rest.isSellable !== false || id === lineService.id);
  const [group] = (category ?? []) as Tariff['category'][];
  if (!isOnSale || !group || !published.every((each) => uses.has(each))) return undefined;
  return {
    id: String(id),
    name,
    description,
    category: group,
    prices: (productOfferingPrice ?? []) as Resource[],
    values: (each) => uses.get(each) ?? [],
  };
}

function tariffCard({ id, name, description, prices, values }: Tariff, words: Words): Html {
  const rows: ReadonlyArray<readonly [string, readonly unknown[]]> = [
    [words.price, prices.map((price) => priceText(price, words))],
    [words.promotion, values('promotion').map((value) => promotionText(value, words))],
    [words.minimumSpend, values('minimumSpend').map((value) => spendText(value, words))],
    [words.allowance, values('allowance').map((value) => allowanceText(value, words))],
    [words.overLimit, values('overLimitRate').map((value) => rateText(value, words))],
    [words.limit, values('limit')],
    [words.condition, values('condition').map(sentence)],
    [words.contract, values('contractMonths').map((months) => words.months(Number(months)))],
    [words.earlyTermination, values('earlyTerminationRule')],
    [words.renewal, values('autoRenew').map((renews) => (renews ? words.renews : words.ends))],
    [words.cancel, values('cancelMethod')],
    [words.tariffId, values('tariffId')],
  ];
  const lines = (found: readonly unknown[]) =>
    (found.length > 0 ? found : [words.none]).map((line) => html`<dd>${line}</dd>`);
  return html`<article aria-labelledby="${id}">
<h3 id="${id}">${name}</h3>
<p>${description}</p>
<dl>${rows.map(([term, found]) => html`<div><dt>${term}</dt>${lines(found)}</div>`)}</dl>
</article>
`;
}

const yuan = (value: unknown) => `¥${Number(value).toFixed(2)}`;
const object = (value: unknown) => (value ?? {}) as Resource;

/** A bare sentence, or one inside an object. */
const sentence = (value: unknown) => (typeof value === 'string' ? value : object(value).text);

function promotionText(value: unknown, words: Words): unknown {
  if (typeof value === 'string') return value;
  const { kind, price, months } = object(value);
  return kind === 'trial'
    ? words.trial(Number(months))
    : words.discount(yuan(object(price).value), Number(months));
}

const spendText = (value: unknown, words: Words) =>
  typeof value === 'string' ? value : yuan(object(value).value) + words.perMonth;

function priceText({ name, price, priceType }: Resource, words: Words): string {
  const { taxIncludedAmount, value } = object(price);
  const amount = yuan(value ?? object(taxIncludedAmount).value);
  return `${name} ${amount}${priceType === 'recurring' ? words.perMonth : ''}`;
}

function allowanceText(value: unknown, words: Words): string {
  const { name, amount, units, scope, rollover } = object(value);
  const quantity =
    amount === undefined ? words.unlimited : quantityText(Number(amount), units, words);
  const details = [scope, rollover ? words.rollover : ''].filter(Boolean).join(words.comma);
  return `${name} ${quantity}${details === '' ? '' : words.inBrackets(details)}`;
}

function rateText(value: unknown, words: Words): string {
  const { resource, price, per, rounding, cap } = object(value);
  const { amount, units } = object(per);
  const unit =
    Number(amount) === 1 ? words.unit(units) : quantityText(Number(amount), units, words);
  const limit = cap === undefined ? '' : words.cap(yuan(object(cap).value));
  const details = [rounding, limit].filter(Boolean).join(words.comma);
  const rate = `${words.resource(resource)} ${yuan(object(price).value)}/${unit}`;
  return details === '' ? rate : rate + words.inBrackets(details);
}

function quantityText(amount: number, units: unknown, words: Words): string {
  if (units === 'MB' && amount >= 1024) return `${Number((amount / 1024).toFixed(2))} GB`;
  return `${amount} ${words.unit(units)}`;
}
