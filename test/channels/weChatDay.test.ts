import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Shown } from '../../sandbox/weChat/users.ts';
import {
  askPlatform,
  type DeedInput,
  setPlatform,
  type WeChatPhone,
} from '../support/weChatPhone.ts';
import { type Hand, openWeChatSite, type WeChatSite } from '../weChat/site.ts';

const chen = '13800138001';

/** Asks again until the phone shows it; mocha's own limit ends what never becomes so. */
async function until(phone: WeChatPhone, form: RegExp): Promise<Shown> {
  for (;;) {
    const found = (await phone.screen()).findLast(({ text }) => form.test(text));
    if (found) return found;
    await wait(50);
  }
}

describe('a customer on WeChat, with the simulated platform between', function () {
  this.timeout(120_000);
  let site: WeChatSite;
  let phone: Hand;
  let lastCode: string | undefined;
  before(async () => {
    site = await openWeChatSite();
    phone = await site.phone();
  });
  after(() => site?.close());

  /** The code of an SMS that has come since the last one. */
  async function newCode(): Promise<string> {
    lastCode = await phone.code(chen, lastCode);
    return lastCode;
  }

  /** Does something, and gives what the phone showed at once. */
  async function shown(deed: DeedInput): Promise<string> {
    await phone.news();
    const { tries } = await phone.does(deed);
    assert.equal(tries.length, 1, JSON.stringify(tries));
    return (await phone.news()).map(({ text }) => text).join('\n');
  }
  const says = (text: string) => shown({ type: 'text', text });

  it('proves to the platform that it knows the account', async () => {
    const { accepted } = await askPlatform<{ accepted: boolean[] }>(
      site.sandbox.url,
      'POST',
      '/verification',
    );
    assert.deepEqual(accepted, [true]);
  });

  it('follows, and is greeted by a machine that says it is one', async () => {
    assert.match(await shown({ type: 'follow' }), /自动客服助手（人工智能）/);
  });

  it('asks for a bill, proves the number once, and reads it', async () => {
    assert.match(await says('上个月账单'), /请输入您的手机号码/);
    assert.match(await says(chen), /验证码/);
    await phone.does({ type: 'text', text: await newCode() });
    const bill = await until(phone, /账单（138\*{4}8001）/);
    assert.match(bill.text, /合计：¥176\.90/);
    assert.match(await says('查余额'), /可用余额：¥120\.00/);
  });

  it('is answered with the same bytes when the platform asks again', async () => {
    await setPlatform(site.sandbox.url, { loseAnswers: 2 });
    await phone.news();
    const { tries } = await phone.does({ type: 'text', text: '我的套餐' });
    assert.deepEqual(
      tries.map(({ kind }) => kind),
      ['lost', 'lost', 'replied'],
    );
    assert.equal(new Set(tries.map(({ body }) => body)).size, 1);
    const news = await phone.news();
    assert.equal(news.length, 1);
    assert.match(news[0]?.text ?? '', /5G 畅享 129 元套餐/);
  });

  it('speaks, where the platform puts it into words', async () => {
    assert.match(await shown({ type: 'voice', spoken: '查余额' }), /可用余额：¥120\.00/);
  });

  it('changes the plan: reads everything, taps, types the code, and has the receipt', async () => {
    await phone.does({ type: 'text', text: '换成99元套餐' });
    const end = await until(phone, /看清并同意的话/);
    const card = (await phone.screen()).map(({ text }) => text).join('\n');
    assert.match(card, /月费：套餐月费 ¥99\.00\/月/);
    assert.match(card, /违约金：今天办理会结束现有合约/);
    assert.deepEqual(
      end.items?.map(({ content }) => content),
      ['确认办理', '不办了'],
    );
    assert.match(await shown({ type: 'tap', label: '确认办理' }), /第一次确认收到了，还没有办理/);
    await phone.does({ type: 'text', text: await newCode() });
    const receipt = await until(phone, /下面是办理凭证/);
    assert.equal(receipt.via, 'customerService');
    assert.match(receipt.text, /5G 畅享 99 元套餐/);
  });

  it('gets a slow operator’s answer as a message, after five seconds, and once', async () => {
    const url = `${site.sandbox.url}/sandbox/faults`;
    const path = '/tmf-api/prepayBalanceManagement';
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'delay', delayMs: 5500, path, times: 1 }),
    });
    await phone.news();
    const { tries } = await phone.does({ type: 'text', text: '查余额' });
    assert.deepEqual(
      tries.map(({ kind }) => kind),
      ['accepted'],
    );
    const before = (await phone.screen()).length;
    const answers = async () => (await phone.screen()).slice(before - 1);
    for (;;) {
      const found = (await answers()).find(({ text }) => /可用余额：¥120\.00/.test(text));
      if (found) {
        assert.equal(found.via, 'customerService');
        break;
      }
      await wait(50);
    }
    assert.match(await says('你好'), /./);
    const balances = (await answers()).filter(({ text }) => /可用余额/.test(text));
    assert.equal(balances.length, 1);
  });

  it('leaves, and is written to no more', async () => {
    await phone.does({ type: 'unfollow' });
    const before = (await phone.screen()).length;
    await phone.does({ type: 'follow' });
    assert.match(
      (await phone.screen())
        .slice(before)
        .map(({ text }) => text)
        .join(),
      /自动客服助手/,
    );
  });
});
