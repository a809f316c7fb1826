import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { carrierUrls, createCarrier } from '../../adapters/carrier/carrier.ts';
import { createFormat } from '../../dialogs/shared/format.ts';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { writeField } from '../../dialogs/shared/writeFacts.ts';
import type { ChangeFacts, ChangeWish } from '../../domain/change.ts';
import { composeDisclosure } from '../../domain/composeDisclosure.ts';
import { disclosureKeys } from '../../domain/disclosure.ts';
import type { Language } from '../../domain/language.ts';
import { policies } from '../../domain/policy/policy.ts';
import type { View } from '../../ports/view.ts';
import {
  kinds,
  talkAbout,
  talkUntilFirstConfirmation,
  talkUntilQuoted,
} from '../support/change.ts';
import { rowsOf } from '../support/talk.ts';
import { world } from '../support/world.ts';

const languages: readonly Language[] = ['zh-CN', 'en'];
const texts = loadTexts();
const timeZone = 'Asia/Shanghai';
const term = (key: string, language: Language = 'zh-CN') =>
  texts[language](`disclosure:term.${key}`);
const wishFor = (name: string) => ({ 'zh-CN': `换成${name}`, en: name }) as const;
const cardOf = async (dialog: 'changePlan' | 'orderService', name: string) =>
  (await talkUntilQuoted({ ...kinds[dialog], wish: wishFor(name) })).card();
const service = (name: string) => ({
  ...kinds.orderService,
  wish: { 'zh-CN': `订购${name}`, en: name },
});

describe('what is put before the customer', () => {
  it('is complete for everything on sale, in both languages', async () => {
    const { sandbox, startedAt } = await world();
    const clock = () => startedAt;
    const carrier = createCarrier({
      urls: carrierUrls(sandbox.url),
      timeoutMs: 4000,
      clock,
      timeZone,
    });
    const line = await carrier.findLine('13800138001');
    assert.ok(line);
    const { data: offers } = await carrier.offers('zh-CN');
    assert.ok(offers.length > 30);
    for (const { id, kind } of offers) {
      const action = kind === 'plan' ? 'changePlan' : 'order';
      const facts: ChangeFacts = await carrier.changeFacts(line, { action, offerId: id });
      assert.ok(facts.terms, id);
      const composed = composeDisclosure(facts, facts.terms, startedAt, timeZone, policies.cn);
      assert.ok(
        'disclosure' in composed,
        `${id} lacks ${'missing' in composed && composed.missing}`,
      );
      assert.deepEqual(
        composed.disclosure.fields.map(({ key }) => key),
        disclosureKeys,
      );
      for (const language of languages) {
        const t = texts[language];
        const writer = { language, t, format: createFormat(t, timeZone) };
        for (const field of composed.disclosure.fields) {
          const { term: name, value } = writeField(field, writer);
          assert.ok(name.trim() !== '' && value.trim() !== '', `${id} ${field.key} ${language}`);
          assert.doesNotMatch(value, /\{\{|undefined|NaN/, `${id} ${field.key} ${language}`);
        }
      }
    }
  });

  it('lacks one thing that must be said: not sold, whichever it is (R22, R33)', async () => {
    const { customer, bot, operator, alerts, events } = await talkAbout(kinds.changePlan);
    let whole: Readonly<Record<string, unknown>> = {};
    await operator.offering('plan-199', (offering) => {
      whole = { prodSpecCharValueUse: offering.prodSpecCharValueUse };
      return {};
    });
    const characteristics = whole.prodSpecCharValueUse as Array<{ name: string }>;
    assert.ok(characteristics.length > 30);
    for (const { name } of characteristics) {
      await customer.says('换套餐');
      bot.says('changePlan:which');
      const rest = characteristics.filter((each) => each.name !== name);
      await operator.offering('plan-199', () => ({ prodSpecCharValueUse: rest }));
      await customer.taps('5G 尊享 199 元套餐');
      const { text } = bot.shows();
      assert.equal(text, texts['zh-CN']('change:incomplete', { hotline: '10000' }), name);
      await operator.offering('plan-199', () => whole);
    }
    assert.equal(alerts.length, characteristics.length);
    assert.deepEqual(await events(), []);
  });

  for (const language of languages)
    it(`has on its first screen what may hurt, in bold, and the rest one tap away (${language})`, async () => {
      const { card } = await talkUntilQuoted(kinds.changePlan, { language });
      const rows = (card().sections ?? []).flatMap(({ rows: each }) => each ?? []);
      const bold = rows.filter(({ emphasis }) => emphasis).map((row) => row.term);
      assert.deepEqual(
        bold,
        policies.cn.firstScreen.map((key) => term(key, language)),
      );
      const details = (card().details?.sections ?? []).flatMap(({ rows: each }) => each ?? []);
      assert.deepEqual(
        [...bold, ...details.map((row) => row.term)].sort(),
        disclosureKeys.map((key) => term(key, language)).sort(),
      );
    });

  it('gives yes and no two buttons side by side, and says that silence is no', async () => {
    const card = await cardOf('changePlan', '99元套餐');
    assert.deepEqual(
      card.choices?.map(({ label }) => label),
      ['确认办理', '不办了'],
    );
    assert.match(card.notes?.[0] ?? '', /不回复就不会办理/);
  });

  it('leaves options unchosen, each with its own price', async () => {
    const { card, evidence } = await talkUntilQuoted({
      ...kinds.changePlan,
      wish: wishFor('159元套餐'),
    });
    const options = detailOf(card(), 'optionalItems');
    assert.match(options, /副卡一张.*¥10\.00/);
    assert.match(options, /SIM 卡快递到家.*¥8\.00/);
    assert.match(options, /未选|不选|没有选/);
    const charged = rowsOf(card()).get(term('firstCharge')) ?? '';
    assert.match(charged, /¥159\.00/);
    const { order } = ((await evidence())[0]?.data.disclosure ?? {}) as { order: object };
    assert.ok(!JSON.stringify(order).includes('option-'));
  });

  it('tells the price during a discount, its last day and the price after', async () => {
    const rows = rowsOf(await cardOf('changePlan', '69元套餐'));
    const promotion = rows.get(term('promotion')) ?? '';
    for (const part of ['¥39.00', '6 个月', '到 2027-05-31 为止', '¥69.00'])
      assert.ok(promotion.includes(part), `${part}: ${promotion}`);
  });

  it('tells the last day of a contract, and “my contract” and “my plan” tell the same', async () => {
    const talk = await talkUntilFirstConfirmation(
      { ...kinds.changePlan, wish: wishFor('199元套餐') },
      { phoneNumber: '13800138008' },
    );
    assert.match(rowsOf(talk.card()).get(term('contractTerm')) ?? '', /12 个月.*2027-11-30/);
    await talk.customer.says(talk.code);
    for (const _each of ['ordering', 'receipt', 'agreement']) talk.bot.shows();
    await talk.customer.says('合约什么时候到期');
    assert.equal(rowsOf(talk.bot.shows()).get('合约期'), '2026-12-01 至 2027-11-30');
    await talk.customer.says('我的套餐');
    assert.equal(rowsOf(talk.bot.shows()).get('服务时限'), '2026-11-30');
  });

  it('tells the minimum spend', async () => {
    const rows = rowsOf(await cardOf('changePlan', '169元套餐'));
    assert.match(rows.get(term('minimumSpend')) ?? '', /¥200\.00/);
  });

  it('tells that a trial ends by itself and is never charged (E20)', async () => {
    const { card } = await talkUntilQuoted(service('有声书会员'));
    const rows = rowsOf(card());
    assert.match(rows.get(term('firstCharge')) ?? '', /¥0\.00/);
    assert.match(rows.get(term('promotion')) ?? '', /免费/);
    assert.match(rows.get(term('autoRenewal')) ?? '', /^否/);
    assert.match(rows.get(term('autoRenewal')) ?? '', /2026-12-24/);
  });

  it('names who else is paid (E25)', async () => {
    const { card } = await talkUntilQuoted(service('星河视频会员'));
    assert.match(detailOf(card(), 'thirdPartyPayee'), /星河视频有限公司/);
  });

  it('tells what ending the contract costs today, as the operator reckons it', async () => {
    const rows = rowsOf(await cardOf('changePlan', '99元套餐'));
    const { operator } = await talkAbout(kinds.changePlan);
    const product = await operator.get<{
      productCharacteristic: Array<{ name: string; value: { value: number } }>;
    }>('/tmf-api/productInventory/v4/product/sub-chen-plan-129');
    const fee = product.productCharacteristic.find(
      ({ name }) => name === 'earlyTerminationFeeToday',
    )?.value;
    assert.ok(fee && fee.value > 0);
    assert.ok(rows.get(term('earlyTermination'))?.includes(`¥${fee.value.toFixed(2)}`));
  });

  it('takes a first month by the day where the terms do', async () => {
    const { card } = await talkUntilQuoted(kinds.orderService);
    // 24 to 30 November are 7 of 30 days: ¥5.00 × 7 ÷ 30, fractions of a fen in the customer's favour.
    assert.match(rowsOf(card()).get(term('firstCharge')) ?? '', /¥1\.16/);
  });

  it('speaks of emergency calls before a line is suspended (D29)', async () => {
    const { card } = await talkUntilQuoted(kinds.suspendLine);
    assert.match(detailOf(card(), 'emergencyImpact'), /110|紧急/);
  });

  it('is what is on record, word for word, with a hash anybody can reckon', async () => {
    const { card, evidence } = await talkUntilQuoted(kinds.changePlan);
    const [disclosed] = await evidence();
    assert.ok(disclosed);
    const { hash, disclosure, shown } = disclosed.data as {
      hash: string;
      disclosure: object;
      shown: Partial<View>;
    };
    const canonical = (value: unknown): string =>
      Array.isArray(value)
        ? `[${value.map(canonical).join(',')}]`
        : value !== null && typeof value === 'object'
          ? `{${Object.keys(value)
              .sort()
              .map(
                (key) =>
                  `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`,
              )
              .join(',')}}`
          : JSON.stringify(value);
    assert.equal(hash, createHash('sha256').update(canonical(disclosure)).digest('hex'));
    assert.deepEqual(shown.sections, card().sections);
    assert.deepEqual(shown.details, card().details);
  });
});

/** Everything as it is, in euros. */
const inEuros = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('"CNY"', '"EUR"'));

describe('under the policy of the European Union', () => {
  it('is complete in euros, for everything on sale and everything that is given up', async () => {
    const { sandbox, startedAt } = await world();
    const clock = () => startedAt;
    const urls = carrierUrls(sandbox.url);
    const carrier = createCarrier({ urls, timeoutMs: 4000, clock, timeZone });
    const line = await carrier.findLine('13800138001');
    assert.ok(line);
    const { data: offers } = await carrier.offers('en');
    const writer = {
      language: 'en',
      t: texts.en,
      format: createFormat(texts.en, timeZone),
    } as const;
    const wishes: ChangeWish[] = [
      ...offers.map(({ id, kind }) => {
        const action = kind === 'plan' ? ('changePlan' as const) : ('order' as const);
        return { action, offerId: id };
      }),
      { action: 'suspend' },
      { action: 'resume' },
    ];
    for (const wish of wishes) {
      const facts = inEuros(await carrier.changeFacts(line, wish));
      assert.ok(facts.terms);
      const composed = composeDisclosure(facts, facts.terms, startedAt, timeZone, policies.eu);
      assert.ok('disclosure' in composed);
      assert.ok(!JSON.stringify(composed.disclosure.summary).includes('"CNY"'), wish.action);
      for (const key of ['oneOffFees', 'firstCharge', 'billChange', 'earlyTermination'])
        for (const field of composed.disclosure.fields.filter((each) => each.key === key))
          assert.doesNotMatch(writeField(field, writer).value, /¥/, `${wish.action} ${key}`);
    }
  });

  for (const language of languages)
    it(`a contract summary stands first, the button names the duty to pay, 14 days to withdraw (${language})`, async () => {
      const { card, customer, bot } = await talkUntilQuoted(kinds.changePlan, {
        language,
        policy: 'eu',
      });
      const summary = card().sections?.[0];
      assert.equal(summary?.heading, texts[language]('change:contractSummary'));
      assert.deepEqual(
        summary?.rows?.map((row) => row.term),
        ['provider', 'content', 'functions'].map((key) => term(key, language)),
      );
      assert.match(rowsOf(card()).get(term('cancellation', language)) ?? '', /14/);
      const [yes] = card().choices ?? [];
      assert.equal(yes?.label, texts[language]('change:button.orderWithObligationToPay'));
      await customer.presses(yes?.token ?? '', yes?.label ?? '');
      assert.match(bot.shows().text ?? '', /第二次确认|Second:/);
    });

  it('cancelling keeps its short card', async () => {
    const { card } = await talkUntilQuoted(kinds.cancelService, { policy: 'eu' });
    assert.ok((card().sections ?? []).every(({ heading }) => heading === undefined));
    assert.equal(card().choices?.[0]?.label, '确认退订');
  });
});

function detailOf({ details }: View, key: string): string {
  const rows = (details?.sections ?? []).flatMap((section) => section.rows ?? []);
  return rows.find((row) => row.term === term(key))?.value ?? '';
}
