import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import {
  type ChangeKind,
  type ChangeTalkOptions,
  chen,
  kinds,
  talkAbout,
} from '../support/change.ts';
import { ownSandbox } from '../support/world.ts';

const languages: readonly Language[] = ['zh-CN', 'en'];
const hotline = '10000';

/** Who asks for what, and the refusal that each gets. */
const refusals: ReadonlyArray<
  readonly [
    reason: string,
    who: string,
    wish: Readonly<Record<Language, string>>,
    before?: ChangeKind['before'],
  ]
> = [
  ['samePlan', chen, { 'zh-CN': '换成129元套餐', en: 'change my plan to 5G Enjoy 129' }],
  ['alreadyHeld', chen, { 'zh-CN': '订购来电显示', en: 'order Caller Display' }],
  ['planNotCancellable', chen, { 'zh-CN': '退订129元的业务', en: 'cancel 5G Enjoy 129' }],
  ['freshSim', '13800138007', { 'zh-CN': '换成99元套餐', en: 'change my plan to 5G Enjoy 99' }],
  ['freshSim', '13800138009', { 'zh-CN': '订购视频彩铃', en: 'order Video Ringback' }],
  ['arrears', '13800138005', { 'zh-CN': '订购通话助理', en: 'order Call Assistant' }],
  [
    'secondaryLine',
    '13800138014',
    { 'zh-CN': '换成99元套餐', en: 'change my plan to 5G Enjoy 99' },
  ],
  [
    'balanceTooLow',
    '13800138002',
    { 'zh-CN': '订购流量月包 10GB', en: 'order Monthly Data 10 GB' },
  ],
  ['minor', '13800138014', { 'zh-CN': '订购视频彩铃', en: 'order Video Ringback' }],
  ['alreadyActive', chen, { 'zh-CN': '我要复机', en: 'resume my line' }],
  [
    'alreadySuspended',
    chen,
    { 'zh-CN': '我要停机', en: 'suspend my line' },
    kinds.resumeLine.before,
  ],
  [
    'lineSuspended',
    chen,
    { 'zh-CN': '订购视频彩铃', en: 'order Video Ringback' },
    kinds.resumeLine.before,
  ],
  [
    'planChangePending',
    chen,
    { 'zh-CN': '换成59元套餐', en: 'change my plan to 5G Light 59' },
    kinds.undoPlanChange.before,
  ],
];

describe('a change that cannot be made', () => {
  for (const language of languages) {
    for (const [reason, phoneNumber, wish, before] of refusals) {
      it(`is refused in its own words, ${reason}: ${wish[language]} (${phoneNumber})`, async () => {
        const { customer, bot, events, operator } = await asks(
          wish[language],
          { language, phoneNumber },
          before,
        );
        bot.says(`change:refusal.${reason}`, { hotline });
        bot.saysNothingMore();
        await customer.says(kinds.changePlan.phrase[language]);
        bot.says('change:nothingToConfirm');
        assert.deepEqual(await events(), []);
        assert.deepEqual(await operator.orders(), []);
      });
    }

    it(`names the condition that is not met (${language})`, async () => {
      const { bot } = await asks(
        language === 'en' ? 'change my plan to Family Care 19' : '换成孝心卡19元套餐',
        { language },
      );
      const condition =
        language === 'en' ? 'The account holder is 60 or older' : '机主年满 60 周岁';
      bot.says('change:refusal.notEligible', { hotline, condition });
    });

    it(`names the paper that has to be seen (${language})`, async () => {
      const { bot, operator, customer } = await talkAbout(kinds.orderService, { language });
      const condition = { 'zh-CN': '凭军官证办理', en: 'With a service card' } as const;
      await operator.offering(
        'vas-02',
        withCharacteristic('condition', [{ text: condition[language] }]),
      );
      await customer.says(kinds.orderService.wish[language]);
      bot.says('change:refusal.proofNeeded', { hotline, condition: condition[language] });
    });

    it(`is not made for pay while the owner’s age is not known (${language})`, async () => {
      const { customer, bot, operator } = await talkAbout(kinds.orderService, { language });
      const path = '/tmf-api/customerManagement/v4/customer/customer-chen';
      const { characteristic } = await operator.get<{ characteristic: { name: string }[] }>(path);
      await operator.changes(path, {
        characteristic: characteristic.filter(({ name }) => name !== 'age'),
      });
      await customer.says(kinds.orderService.wish[language]);
      bot.says('change:refusal.ageUnknown', { hotline });
      await customer.says(kinds.cancelService.wish[language]);
      bot.says('change:readFirst');
    });

    it(`is not made while an earlier order is open (${language})`, async () => {
      const { customer, bot, operator } = await talkAbout(kinds.orderService, { language });
      await operator.misbehaves({ kind: 'orderStalls', delayMs: 60_000 });
      await operator.sends({ action: 'delete', product: { id: 'sub-chen-add-03' } });
      await customer.says(kinds.orderService.wish[language]);
      const { choices } = bot.says('change:refusal.orderOpen');
      assert.equal(choices?.[0]?.label, language === 'en' ? 'My orders' : '办理记录');
    });

    it(`is not made during the operator’s planned work, and the time is told (${language})`, async () => {
      const { customer, bot } = await talkAbout(kinds.changePlan, {
        language,
        sandbox: await ownSandbox(),
        startsAt: new Date('2026-11-29T02:00:00+08:00'),
      });
      await customer.says(kinds.changePlan.wish[language]);
      bot.says('change:refusal.maintenance', { until: '2026-11-29 05:00', hotline });
    });
  }

  it('is not taken back once it has begun, even where the operator has not noticed yet', async () => {
    const { customer, bot, waits, events } = await asks(
      '撤销套餐变更',
      { startsAt: new Date('2026-11-30T23:54:00+08:00') },
      kinds.undoPlanChange.before,
    );
    assert.equal(bot.shows().title, '撤销套餐变更（请看清再确认）');
    await waits(7 * 60_000);
    await customer.says('确认退订');
    bot.says('change:refusal.alreadyBegun');
    assert.deepEqual(await events(), ['disclosed', 'superseded']);
  });

  it('leads on with one tap where there is a way', async () => {
    const { customer, bot } = await asks('换成59元套餐', {}, kinds.undoPlanChange.before);
    bot.shows();
    await customer.taps('撤销套餐变更');
    assert.equal(bot.shows().title, '撤销套餐变更（请看清再确认）');
  });

  it('is on record with its reason, without a word of the customer', async () => {
    const { bot, ledger } = await asks('换成129元套餐');
    bot.shows();
    const refused = (await ledger()).find(({ kind }) => kind === 'refused');
    assert.deepEqual(refused?.data, { action: 'changePlan', reason: 'samePlan' });
  });
});

describe('what is published incompletely', () => {
  it('is not even offered', async () => {
    const { bot } = await asks('换成109元套餐');
    const { choices = [] } = bot.says('changePlan:which');
    assert.ok(choices.length > 5 && choices.every(({ label }) => !label.includes('109')));
  });

  for (const language of languages)
    it(`is not quoted when it became so meanwhile, and somebody is woken (${language})`, async () => {
      const { customer, bot, operator, alerts, events, ledger } = await talkAbout(
        kinds.orderService,
        { language },
      );
      await customer.says(language === 'en' ? 'order a service' : '订购业务');
      bot.shows();
      await customer.taps(language === 'en' ? 'Value-added services' : '增值业务');
      bot.shows();
      await operator.offering('vas-02', withoutCharacteristic('refundRule'));
      await customer.taps(kinds.orderService.product[language]);
      bot.says('change:incomplete', { hotline });
      assert.deepEqual(alerts, ['disclosure.incomplete']);
      assert.deepEqual(await events(), []);
      assert.deepEqual(
        (await ledger()).map(({ kind }) => kind).filter((kind) => kind !== 'identified'),
        ['incomplete'],
      );
    });

  it('is not sold either when it is withdrawn from sale between the card and the confirmation', async () => {
    const { customer, bot, operator, events } = await asks(kinds.orderService.wish['zh-CN']);
    bot.shows();
    await operator.offering('vas-02', () => ({ isSellable: false }));
    await customer.says('确认办理');
    bot.says('change:refusal.notOnSale', { hotline });
    assert.deepEqual(await events(), ['disclosed', 'superseded']);
  });
});

async function asks(wish: string, options: ChangeTalkOptions = {}, before?: ChangeKind['before']) {
  const kind: ChangeKind = { ...kinds.changePlan, ...(before && { before }) };
  const talk = await talkAbout(kind, options);
  await talk.customer.says(wish);
  return talk;
}

type Characteristic = Readonly<{ name: string; productSpecCharacteristicValue: unknown }>;

const characteristicsOf = (offering: Readonly<Record<string, unknown>>) =>
  offering.prodSpecCharValueUse as readonly Characteristic[];

/** The offering without one of the things it must say. */
function withoutCharacteristic(name: string) {
  return (offering: Readonly<Record<string, unknown>>) => ({
    prodSpecCharValueUse: characteristicsOf(offering).filter((each) => each.name !== name),
  });
}

function withCharacteristic(name: string, values: readonly unknown[]) {
  return (offering: Readonly<Record<string, unknown>>) => ({
    prodSpecCharValueUse: [
      ...characteristicsOf(offering).filter((each) => each.name !== name),
      { name, productSpecCharacteristicValue: values.map((value) => ({ value })) },
    ],
  });
}
