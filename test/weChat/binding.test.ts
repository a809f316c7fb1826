import assert from 'node:assert/strict';
import { enter } from '../attacks/site.ts';
import { askPlatform } from '../support/weChatPhone.ts';
import { type Hand, openWeChatSite, t, type WeChatSite } from './site.ts';

const number = '13800138001';
const masked = { number: '138****8001' };
const minuteMs = 60_000;

describe('a number bound to a WeChat', () => {
  let site: WeChatSite;
  before(async function () {
    this.timeout(120_000);
    site = await openWeChatSite();
  });
  after(() => site.close());

  /** Somebody who follows and has not proved anything. */
  async function follower(): Promise<Hand> {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    // Codes are limited by the number and the hour.
    site.later(61 * minuteMs);
    return phone;
  }

  async function bound(to = number): Promise<Hand> {
    const phone = await follower();
    await phone.says('查余额');
    assert.match(await phone.binds(to), /已绑定号码/);
    return phone;
  }

  it('is proved once by a code, with what it means said before; its own phone hears of it', async () => {
    const phone = await follower();
    assert.equal(
      await phone.says('查余额'),
      t('identification:askNumber') + t('identification:willBind'),
    );
    const answer = await phone.binds(number);
    assert.ok(answer.startsWith(t('identification:doneBound', masked)), answer);
    assert.match(answer, /余额/);
    const sms = await (await fetch(`${site.sandbox.url}/phone/${number}/messages`)).text();
    assert.match(sms, /绑定一个微信/);
  });

  it('makes the identity anew after the idle time without a code, and nothing sensitive', async () => {
    const phone = await bound();
    site.later(31 * minuteMs);
    const answer = await phone.says('查余额');
    assert.ok(answer.startsWith(t('identification:bound', masked)), answer);
    assert.match(answer, /¥/);
    await phone.says('查上个月通话详单');
    assert.match((await phone.screen()).at(-1)?.text ?? '', /验证码/);
  });

  it('is listed with every other WeChat of the number, and each can be ended from each', async () => {
    const [mine, other] = [await bound('13800138002'), await bound('13800138002')];
    const list = await mine.says('我绑定了哪些微信');
    assert.match(list, /微信 1：.*就是现在这个/);
    assert.match(list, /微信 2：/);
    assert.equal(await mine.says('2'), t('myWeChats:ended', { number: '138****8002' }));
    assert.match(await other.says('查余额'), /请输入您的手机号码/);
    assert.doesNotMatch(await mine.says('我绑定了哪些微信'), /微信 2：/);
  });

  it('is over at a word, at once', async () => {
    const phone = await bound('13800138003');
    assert.equal(await phone.says('解除绑定'), t('myWeChats:endedHere', { number: '138****8003' }));
    assert.match(await phone.says('查余额'), /请输入您的手机号码/);
  });

  it('is over when the customer logs out, or leaves the account', async () => {
    const phone = await bound('13800138004');
    assert.equal(await phone.says('退出登录'), t('common:loggedOut'));
    assert.match(await phone.says('查余额'), /请输入您的手机号码/);
    const other = await bound('13800138007');
    await other.does({ type: 'unfollow' });
    site.later(2 * minuteMs);
    await other.does({ type: 'follow' });
    assert.match(await other.says('查余额'), /请输入您的手机号码/);
  });

  it('takes no confirmation of a card that did not arrive whole', async () => {
    const phone = await bound('13800138001');
    const fault = { errcode: -1, path: '/cgi-bin/message/custom/send', times: 1000 };
    await askPlatform(site.sandbox.url, 'POST', '/faults', fault);
    await phone.does({ type: 'text', text: '换成 99 元套餐' });
    await phone.does({ type: 'text', text: '确认办理' });
    await askPlatform(site.sandbox.url, 'DELETE', '/faults');
    const shown = await phone.shows(/这次确认不算数/);
    assert.match(shown, /变更套餐（请看清再确认）[\s\S]*这次确认不算数/);
    assert.doesNotMatch(shown, /第二次确认：/);
    await phone.says('确认办理', /第二次确认：/);
    await phone.says('不办了');
  }).timeout(60_000);

  it('lets nobody finish elsewhere what was begun here: not the words, not the code', async () => {
    const phone = await bound();
    await phone.says('换成 99 元套餐', /确认办理/);
    const web = await enter(site);
    assert.doesNotMatch(await web.says('确认办理'), /第二次确认/);
    const before = await phone.code(number, 'none');
    await phone.says('确认办理', /第二次确认/);
    const code = await phone.code(number, before);
    await web.says(code);
    assert.doesNotMatch(await phone.says('查办理记录'), /办理成功/);
    assert.match(await phone.says(code), /提交|办理/);
    assert.match(await phone.shows(/办理成功/), /办理成功/);
  }).timeout(60_000);
});
