import { catalogue } from './catalogue.ts';
import type { CatalogueEntry } from './catalogueEntry.ts';
import { characteristicsOf } from './characteristics.ts';
import { say } from './text.ts';

type Resource = Record<string, unknown>;

const base = '/tmf-api/productCatalogManagement/v4';
const validFor = { startDateTime: '2026-01-01T00:00:00+08:00' };
const lastUpdate = '2026-06-01T00:00:00+08:00';

const kindNames = {
  plan: say('套餐', 'Plans'),
  addOn: say('附加包', 'Add-ons'),
  valueAddedService: say('增值业务', 'Value-added services'),
};

function priceOf(entry: CatalogueEntry, kind: 'recurring' | 'oneTime', fen: number): Resource {
  const id = `${entry.id}-${kind}`;
  return {
    id,
    href: `${base}/productOfferingPrice/${id}`,
    name: kind === 'recurring' ? feeName(entry) : say('一次性费用', 'One-off fee'),
    priceType: kind,
    ...(kind === 'recurring' && { recurringChargePeriod: 'month', recurringChargePeriodLength: 1 }),
    lifecycleStatus: 'Active',
    lastUpdate,
    validFor,
    price: { taxIncludedAmount: { unit: 'CNY', value: fen / 100 }, taxCategory: 'VAT', taxRate: 6 },
    '@type': 'ProductOfferingPrice',
  };
}

/** The same price as TMF620 writes it where it stands by itself: other fields, the same figures. */
function catalogPriceOf({ price, recurringChargePeriod, ...rest }: Resource): Resource {
  const { taxIncludedAmount, taxCategory, taxRate } = price as Resource;
  return {
    ...rest,
    ...(recurringChargePeriod !== undefined && {
      recurringChargePeriodType: recurringChargePeriod,
    }),
    price: taxIncludedAmount,
    tax: [{ taxCategory, taxRate }],
  };
}

/** The fee's name on prices, subscriptions and bills alike (R10). */
export function feeName(entry: CatalogueEntry) {
  return entry.kind === 'plan'
    ? say('套餐月费', 'Plan monthly fee')
    : say('月功能费', 'Monthly fee');
}

function pricesOf(entry: CatalogueEntry): Resource[] {
  return [
    priceOf(entry, 'recurring', entry.monthlyFee),
    ...(entry.oneOffFee ? [priceOf(entry, 'oneTime', entry.oneOffFee)] : []),
  ];
}

const specificationId = ({ id, specification = `spec-${id}` }: CatalogueEntry) => specification;

function specificationOf(entry: CatalogueEntry): Resource {
  const id = specificationId(entry);
  return {
    id,
    href: `${base}/productSpecification/${id}`,
    name: entry.name,
    description: entry.description,
    lifecycleStatus: 'Active',
    isBundle: false,
    version: '1',
    lastUpdate,
    validFor,
  };
}

function offeringOf(entry: CatalogueEntry): Resource {
  const { id, name, description, kind, contractMonths } = entry;
  return {
    id,
    href: `${base}/productOffering/${id}`,
    name,
    description,
    isBundle: false,
    isSellable: entry.isSellable ?? true,
    lifecycleStatus: 'Active',
    version: '1',
    lastUpdate,
    validFor,
    category: [{ id: kind, href: `${base}/category/${kind}`, name: kindNames[kind] }],
    channel: [{ id: 'online', name: say('网上营业厅', 'Online hall') }],
    productSpecification: {
      id: specificationId(entry),
      href: `${base}/productSpecification/${specificationId(entry)}`,
      name,
    },
    productOfferingPrice: pricesOf(entry),
    productOfferingTerm: contractMonths
      ? [
          {
            name: say('合约期', 'Contract term'),
            duration: { amount: contractMonths, units: 'month' },
          },
        ]
      : [],
    prodSpecCharValueUse: Object.entries(characteristicsOf(entry)).map(
      ([characteristic, values]) => ({
        name: characteristic,
        productSpecCharacteristicValue: values.map((value) => ({ value })),
      }),
    ),
    '@type': 'ProductOffering',
  };
}

/** The catalogue as TMF620 resources, prices and characteristics inside each offering. */
export function catalogueResources(): Record<string, Resource[]> {
  const kinds = Object.entries(kindNames);
  return {
    catalog: [
      {
        id: 'mobile',
        href: `${base}/catalog/mobile`,
        name: say('移动业务', 'Mobile'),
        lifecycleStatus: 'Active',
        version: '1',
        lastUpdate,
        validFor,
        category: kinds.map(([id, name]) => ({ id, name })),
      },
    ],
    category: kinds.map(([id, name]) => ({
      id,
      href: `${base}/category/${id}`,
      name,
      isRoot: true,
      lifecycleStatus: 'Active',
      version: '1',
      lastUpdate,
      validFor,
    })),
    productSpecification: catalogue.map(specificationOf),
    productOfferingPrice: catalogue.flatMap(pricesOf).map(catalogPriceOf),
    productOffering: catalogue.map(offeringOf),
  };
}
