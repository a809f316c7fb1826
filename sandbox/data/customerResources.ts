import { linesOf, offersIn, usageTypes } from './accounts.ts';
import { entryOf } from './catalogue.ts';
import type { CatalogueEntry } from './catalogueEntry.ts';
import { type CustomerEntry, customers } from './customers.ts';
import { holderOf } from './holders.ts';
import { at, monthBack, monthPeriod, monthStart, nextMonth } from './months.ts';
import { feeName } from './offerings.ts';
import { say } from './text.ts';

type Resource = Record<string, unknown>;

const inventory = '/tmf-api/productInventory/v4/product';
const dayMs = 86_400_000;
const ageYears = ({ birthDate }: CustomerEntry, now: Date) => {
  const today = at(now).slice(0, 10);
  const hadBirthday = today.slice(5) >= birthDate.slice(5);
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (hadBirthday ? 0 : 1);
};
const isElder = (customer: CustomerEntry, now: Date) => ageYears(customer, now) >= 65;
export const accountId = (customer: CustomerEntry) => `account-${customer.key}`;
export const lineId = (customer: CustomerEntry) => `line-${customer.key}`;

const party = (customer: CustomerEntry, role: string) => ({
  id: `person-${customer.key}`,
  role,
  '@referredType': 'Individual',
});

function contactsOf(customer: CustomerEntry): Resource[] {
  const { phoneNumber, email } = customer;
  const { stateOrProvince, city, street: street1 } = holderOf(customer);
  return [
    { mediumType: 'phone', preferred: true, characteristic: { phoneNumber } },
    ...(email ? [{ mediumType: 'email', characteristic: { emailAddress: email } }] : []),
    { mediumType: 'postalAddress', characteristic: { stateOrProvince, city, street1 } },
  ];
}

export const simId = (customer: CustomerEntry) => `sim-${customer.key}`;

/** The SIM card is a product of its own: who looks a line up learns nothing of what unlocks it. */
function simOf(customer: CustomerEntry): Resource {
  const { iccid, puk } = holderOf(customer);
  return {
    id: simId(customer),
    href: `${inventory}/${simId(customer)}`,
    name: say('SIM 卡', 'SIM card'),
    status: 'active',
    productSpecification: { id: 'sim-card', name: 'sim-card' },
    productCharacteristic: [
      { name: 'iccid', value: iccid, valueType: 'string' },
      { name: 'puk', value: puk, valueType: 'string' },
    ],
    '@type': 'Product',
  };
}

function lineOf(customer: CustomerEntry, now: Date): Resource {
  const characteristic = (name: string, value: unknown) =>
    value === undefined ? [] : [{ name, value, valueType: 'string' }];
  const daysAgo = (days: number | undefined) =>
    days === undefined ? undefined : at(new Date(now.getTime() - days * dayMs));
  const main = customers.find(({ key }) => key === customer.secondaryOf);
  return {
    id: lineId(customer),
    href: `${inventory}/${lineId(customer)}`,
    name: say('移动号码', 'Mobile line'),
    status: 'active',
    startDate: monthStart(monthBack(now, customer.planMonthsAgo)),
    productSpecification: { id: 'mobile-line', name: 'mobile-line' },
    billingAccount: { id: accountId(customer) },
    productCharacteristic: [
      ...characteristic('msisdn', customer.phoneNumber),
      ...characteristic('paymentType', customer.payment),
      ...characteristic('simChangedAt', daysAgo(customer.simChangedDaysAgo)),
      ...characteristic('portedInAt', daysAgo(customer.portedInDaysAgo)),
    ],
    productRelationship: [
      ...(main ? [{ relationshipType: 'secondaryOf', product: { id: lineId(main) } }] : []),
      { relationshipType: 'reliesOn', product: { id: simId(customer) } },
    ],
    relatedParty: [
      { id: `customer-${customer.key}`, role: 'customer', '@referredType': 'Customer' },
    ],
    '@type': 'Product',
  };
}

interface Order {
  readonly entry: CatalogueEntry;
  readonly monthsAgo: number;
  readonly channel: unknown;
}

function subscriptionOf(
  customer: CustomerEntry,
  { entry, monthsAgo, channel }: Order,
  now: Date,
): Resource {
  const id = `sub-${customer.key}-${entry.id}`;
  const start =
    monthsAgo === 0
      ? at(new Date(now.getTime() - (customer.portedInDaysAgo ?? 1) * dayMs))
      : monthStart(monthBack(now, monthsAgo));
  const endsWithMonth = entry.autoRenew === false;
  return {
    id,
    href: `${inventory}/${id}`,
    name: entry.name,
    description: entry.description,
    status: 'active',
    orderDate: start,
    startDate: start,
    ...(endsWithMonth && { terminationDate: monthStart(nextMonth(monthBack(now, 0))) }),
    productOffering: { id: entry.id, name: entry.name },
    billingAccount: { id: accountId(customer) },
    productPrice: [
      {
        name: feeName(entry),
        priceType: 'recurring',
        recurringChargePeriod: 'month',
        price: { taxIncludedAmount: { unit: 'CNY', value: entry.monthlyFee / 100 } },
      },
    ],
    productCharacteristic: [
      { name: 'kind', value: entry.kind },
      { name: 'orderChannel', value: channel },
      { name: 'autoRenew', value: entry.autoRenew ?? true },
      ...(entry.thirdParty ? [{ name: 'thirdPartyPayee', value: entry.thirdParty }] : []),
      ...contractFee(customer, entry, now),
    ],
    productTerm: contractTerm(customer, entry, now),
    productRelationship: [{ relationshipType: 'onLine', product: { id: lineId(customer) } }],
    relatedParty: [
      { id: `customer-${customer.key}`, role: 'customer', '@referredType': 'Customer' },
    ],
    '@type': 'Product',
  };
}

function contractTerm(
  customer: CustomerEntry,
  { kind, contractMonths }: CatalogueEntry,
  now: Date,
): Resource[] {
  const { contractStartedMonthsAgo: started } = customer;
  if (kind !== 'plan' || !contractMonths || started === undefined) return [];
  const validFor = {
    startDateTime: monthStart(monthBack(now, started)),
    endDateTime: monthStart(monthBack(now, started - contractMonths)),
  };
  return [
    {
      name: say('合约期', 'Contract term'),
      duration: { amount: contractMonths, units: 'month' },
      validFor,
    },
  ];
}

/** Months left × monthly fee × 30 %, as the catalogue's rule says. */
function contractFee(customer: CustomerEntry, entry: CatalogueEntry, now: Date): Resource[] {
  if (contractTerm(customer, entry, now).length === 0) return [];
  const left = (entry.contractMonths ?? 0) - (customer.contractStartedMonthsAgo ?? 0);
  return [
    {
      name: 'earlyTerminationFeeToday',
      value: { unit: 'CNY', value: (left * entry.monthlyFee * 30) / 100 / 100 },
    },
    {
      name: 'earlyTerminationRule',
      value: say('剩余合约月数 × 月费 × 30%', 'Months left × monthly fee × 30 %'),
    },
  ];
}

function billsOf(customer: CustomerEntry, now: Date): { bills: Resource[]; rates: Resource[] } {
  const bills: Resource[] = [];
  const rates: Resource[] = [];
  for (let back = 0; back <= customer.bills; back += 1) {
    const month = monthBack(now, back);
    const id = `bill-${customer.key}-${month}`;
    const lines = linesOf(customer, now, back);
    const total = lines.reduce((sum, { fen }) => sum + fen, 0);
    const isRunning = back === 0;
    const isUnpaid = !isRunning && back <= customer.unpaidBills;
    const money = (fen: number) => ({ unit: 'CNY', value: fen / 100 });
    const issued = monthStart(nextMonth(month));
    bills.push({
      id,
      href: `/tmf-api/customerBillManagement/v4/customerBill/${id}`,
      billNo: id.toUpperCase(),
      category: 'normal',
      runType: isRunning ? 'offCycle' : 'onCycle',
      lastUpdate: isRunning ? at(now) : issued,
      ...(!isRunning && { billDate: issued, paymentDueDate: issued.replace('-01T', '-20T') }),
      billingPeriod: monthPeriod(month),
      billingAccount: { id: accountId(customer) },
      amountDue: money(total),
      taxIncludedAmount: money(total),
      remainingAmount: money(isUnpaid ? total : 0),
      state: isRunning ? 'new' : isUnpaid ? 'sent' : 'settled',
      relatedParty: [{ id: `customer-${customer.key}`, role: 'customer' }],
      '@type': 'CustomerBill',
    });
    for (const line of lines) {
      const characteristic = Object.entries({
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        thirdPartyPayee: line.thirdParty,
        disputed: line.isDisputed,
        usageType: line.usage && usageTypes[line.usage],
      });
      rates.push({
        id: `${id}-${line.id}`,
        href: `/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate/${id}-${line.id}`,
        name: line.name,
        description: line.explanation,
        type: 'appliedBillingCharge',
        date: isRunning ? at(now) : issued,
        isBilled: !isRunning,
        bill: { id },
        billingAccount: { id: accountId(customer) },
        periodCoverage: monthPeriod(month),
        taxIncludedAmount: money(line.fen),
        characteristic: characteristic.flatMap(([name, value]) =>
          value === undefined ? [] : [{ name, value }],
        ),
        '@type': 'AppliedCustomerBillingRate',
      });
    }
  }
  return { bills, rates };
}

/** Everything the operator knows of one customer, by collection. */
export function resourcesOf(customer: CustomerEntry, now: Date): Record<string, Resource[]> {
  const plan: Order = {
    entry: entryOf(customer.plan),
    monthsAgo: customer.planMonthsAgo,
    channel: say('营业厅', 'shop'),
  };
  const extras = customer.extras.map(
    ({ offer, ...rest }): Order => ({ entry: entryOf(offer), ...rest }),
  );
  const { bills, rates } = billsOf(customer, now);
  return {
    individual: [
      {
        id: `person-${customer.key}`,
        href: `/tmf-api/party/v4/individual/person-${customer.key}`,
        familyName: customer.familyName,
        givenName: customer.givenName,
        fullName: customer.familyName + customer.givenName,
        birthDate: `${customer.birthDate}T00:00:00+08:00`,
        status: 'validated',
        contactMedium: contactsOf(customer),
        individualIdentification: [
          {
            identificationType: 'residentIdentityCard',
            identificationId: holderOf(customer).identityNumber,
            '@type': 'IndividualIdentification',
          },
        ],
        '@type': 'Individual',
      },
    ],
    customer: [
      {
        id: `customer-${customer.key}`,
        href: `/tmf-api/customerManagement/v4/customer/customer-${customer.key}`,
        name: customer.familyName + customer.givenName,
        status: 'Approved',
        engagedParty: party(customer, 'holder'),
        account: [{ id: accountId(customer), name: 'main' }],
        contactMedium: contactsOf(customer),
        characteristic: [
          { name: 'isElder', value: isElder(customer, now) },
          { name: 'age', value: ageYears(customer, now) },
          { name: 'isStudent', value: customer.isStudent ?? false },
          ...(customer.isProbe ? [{ name: 'isProbe', value: true }] : []),
        ],
        '@type': 'Customer',
      },
    ],
    product: [
      lineOf(customer, now),
      simOf(customer),
      ...[plan, ...extras].map((order) => subscriptionOf(customer, order, now)),
    ],
    customerBill: bills,
    appliedCustomerBillingRate: rates,
    bucket: [
      {
        id: `balance-${customer.key}`,
        href: `/tmf-api/prepayBalanceManagement/v4/bucket/balance-${customer.key}`,
        name: say('话费余额', 'Balance'),
        usageType: 'monetary',
        status: 'active',
        isShared: false,
        remainingValue: { amount: customer.balance / 100, units: 'CNY' },
        confirmationDate: at(now),
        partyAccount: { id: accountId(customer) },
        '@type': 'Bucket',
      },
    ],
    agreement: agreementsOf(customer, now),
  };
}

function agreementsOf(customer: CustomerEntry, now: Date): Resource[] {
  const [plan] = offersIn(customer, 0);
  if (!plan) return [];
  const [term] = contractTerm(customer, plan, now);
  return [
    {
      id: `agreement-${customer.key}`,
      href: `/tmf-api/agreementManagement/v4/agreement/agreement-${customer.key}`,
      name: say('移动业务服务协议', 'Mobile service agreement'),
      agreementType: 'service',
      status: 'active',
      version: '2026-01',
      ...(term && { agreementPeriod: term.validFor }),
      agreementItem: [{ productOffering: [{ id: plan.id, name: plan.name }] }],
      engagedParty: [
        { ...party(customer, 'customer'), name: customer.familyName + customer.givenName },
      ],
      '@type': 'Agreement',
    },
  ];
}
