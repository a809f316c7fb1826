import { readFileSync } from 'node:fs';
import type { Request, Response, Server } from 'restify';
import { characteristicsOf } from './data/characteristics.ts';
import { demoPersonas } from './data/index.ts';
import { say } from './data/text.ts';
import { type Fault, type Faults, faultKinds } from './faults.ts';
import { ApiError, localise, type Resource } from './query.ts';
import type { Resources } from './resources.ts';
import { languageOf, respond } from './routes.ts';

const file = (name: string) => readFileSync(new URL(`./web/${name}`, import.meta.url), 'utf8');

function send(response: Response, type: string, text: string): void {
  response.writeHead(200, {
    'content-type': `${type};charset=utf-8`,
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

/** The phone, its JSON, the faults and the public tariff page. */
export function addPages(
  server: Server,
  resources: Resources,
  faults: Faults,
  clock: () => Date,
): void {
  const page = (path: string, type: string, text: () => string) =>
    server.get(path, (_request, response, next) => {
      send(response, type, text());
      next(false);
    });
  page('/phone', 'text/html', () => file('phone.html'));
  page('/phone.js', 'text/javascript', () => file('phone.js'));
  page('/sandbox.css', 'text/css', () => file('sandbox.css'));
  server.get('/tariffs', (request, response, next) => {
    const asked = new URLSearchParams(request.getQuery()).get('lang');
    send(
      response,
      'text/html',
      tariffPage(
        resources,
        asked === 'en' || (asked === null && languageOf(request) === 'en') ? 'en' : 'zh-CN',
      ),
    );
    next(false);
  });
  // Both languages at once, not localised: pages switch without asking again.
  page('/sandbox/customers', 'application/json', () => JSON.stringify(demoPersonas));
  addPhone(server, resources, clock);
  addFaults(server, faults);
}

function addPhone(server: Server, resources: Resources, clock: () => Date): void {
  const numberOf = (request: Request) => {
    const number = String(request.params.number);
    if (!/^\d{5,15}$/.test(number))
      throw new ApiError(400, 'invalidNumber', 'A phone number is digits only');
    return number;
  };
  server.get(
    '/phone/:number/messages',
    respond(async (request) => {
      const number = numberOf(request);
      const to = (sms: Resource) =>
        (sms.receiver as ReadonlyArray<{ phoneNumber?: string }> | undefined)?.some(
          ({ phoneNumber }) => phoneNumber === number,
        );
      const messages = [...resources.list('sms')]
        .filter(to)
        .map(({ id, content, sendTime }) => ({ id, text: content, receivedAt: sendTime }));
      const after = new URLSearchParams(request.getQuery()).get('after');
      const index = after ? messages.findIndex(({ id }) => id === after) : -1;
      return {
        status: 200,
        body: messages.slice(index + 1),
        headers: { 'cache-control': 'no-store' },
      };
    }),
  );
  server.post(
    '/sandbox/phone/:number/reply',
    respond(async (request) => {
      const { text } = (request.body ?? {}) as { text?: unknown };
      if (typeof text !== 'string' || text === '')
        throw new ApiError(400, 'missingProperty', 'text must be a string');
      const reply = {
        id: crypto.randomUUID(),
        from: numberOf(request),
        text,
        receivedAt: clock().toISOString(),
      };
      await resources.put('smsReply', reply);
      return { status: 201, body: reply };
    }),
  );
}

function addFaults(server: Server, faults: Faults): void {
  server.get(
    '/sandbox/faults',
    respond(async () => ({ status: 200, body: faults.list() })),
  );
  server.del(
    '/sandbox/faults',
    respond(async () => {
      faults.clear();
      return { status: 204 };
    }),
  );
  server.post(
    '/sandbox/faults',
    respond(async (request) => {
      const fault = request.body as Fault | undefined;
      if (!fault || !faultKinds.includes(fault.kind))
        throw new ApiError(400, 'invalidFault', `kind is one of ${faultKinds.join(', ')}`);
      faults.add(fault);
      return { status: 201, body: fault };
    }),
  );
}

const escapeHtml = (text: unknown) =>
  String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

interface Offering extends Resource {
  prodSpecCharValueUse: ReadonlyArray<{
    name: string;
    productSpecCharacteristicValue: ReadonlyArray<{ value: unknown }>;
  }>;
  productOfferingPrice: ReadonlyArray<{
    name: string;
    price: { taxIncludedAmount: { value: number } };
  }>;
}

const words = {
  title: say('资费公示', 'Public tariffs'),
  lead: say(
    '下列为全部在售业务，价格含税，对所有客户一致。',
    'Everything on sale. Prices include tax and are the same for every customer.',
  ),
  fee: say('月费', 'Monthly fee'),
  allowance: say('内容', 'Includes'),
  overLimit: say('超出后', 'Over the limit'),
  limit: say('限制', 'Limits'),
  condition: say('办理条件', 'Conditions'),
  contract: say('合约期（月）', 'Contract (months)'),
  etf: say('提前解约', 'Ending early'),
  renew: say('自动续订', 'Renews by itself'),
  cancel: say('退订方式', 'How to cancel'),
  tariffId: say('资费编号', 'Tariff id'),
  other: say('English', '中文'),
};

/** Everything with a tariff id and a complete disclosure, as a page a person reads or prints (E2). */
function tariffPage(resources: Resources, language: 'zh-CN' | 'en'): string {
  const t = localise(words, language) as Record<keyof typeof words, string>;
  const complete = Object.keys(
    characteristicsOf({
      id: '',
      kind: 'plan',
      name: say('', ''),
      description: say('', ''),
      tariffId: 'x',
      monthlyFee: 0,
    }),
  );
  const offerings = [...resources.list('productOffering')]
    .map((offering) => localise(offering, language) as Offering)
    .filter(({ prodSpecCharValueUse: uses }) =>
      complete.every((name) => uses.some((use) => use.name === name)),
    );
  const sections = offerings.map((offering) => tariffSection(offering, t)).join('\n');
  const other = language === 'en' ? 'zh-CN' : 'en';
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${t.title}</title><link rel="stylesheet" href="/sandbox.css"></head><body><main class="tariffs"><p><a href="?lang=${other}" lang="${other}">${t.other}</a></p><h1>${t.title}</h1><p>${t.lead}</p>${sections}</main></body></html>`;
}

function tariffSection(offering: Offering, t: Record<keyof typeof words, string>): string {
  const values = (name: string) =>
    offering.prodSpecCharValueUse
      .find((use) => use.name === name)
      ?.productSpecCharacteristicValue.map(({ value }) => value) ?? [];
  const allowances = values('allowance').map((value) => {
    const { name, amount, units, scope } = value as {
      name: string;
      amount?: number;
      units?: string;
      scope: string;
    };
    return `${name} ${amount === undefined ? '∞' : `${amount} ${units}`} (${scope})`;
  });
  const rates = values('overLimitRate').map((value) => {
    const { resource, price, per, rounding } = value as {
      resource: string;
      price: { value: number };
      per: { amount: number; units: string };
      rounding: string;
    };
    return `${resource} ¥${price.value.toFixed(2)}/${per.units} (${rounding})`;
  });
  const rows: ReadonlyArray<[string, readonly unknown[]]> = [
    [
      t.fee,
      offering.productOfferingPrice.map(
        ({ name, price }) => `${name} ¥${price.taxIncludedAmount.value.toFixed(2)}`,
      ),
    ],
    [t.allowance, allowances],
    [t.overLimit, rates],
    [t.limit, values('limit')],
    [t.condition, values('condition')],
    [t.contract, values('contractMonths')],
    [t.etf, values('earlyTerminationRule')],
    [t.renew, values('autoRenew')],
    [t.cancel, values('cancelMethod')],
    [t.tariffId, values('tariffId')],
  ];
  const list = rows
    .map(
      ([term, found]) =>
        `<div><dt>${escapeHtml(term)}</dt><dd>${found.length > 0 ? found.map(escapeHtml).join('<br>') : '—'}</dd></div>`,
    )
    .join('');
  return `<section><h2>${escapeHtml(offering.name)}</h2><p>${escapeHtml(offering.description)}</p><dl>${list}</dl></section>`;
}
