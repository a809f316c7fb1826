import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import * as wecom from '@wecom/crypto';
import { demoAccount } from '../../sandbox/weChat/addWeChat.ts';
import type { PlatformSettings } from '../../sandbox/weChat/settings.ts';
import { askPlatform, setPlatform, type WeChatPhone, weChatPhone } from '../support/weChatPhone.ts';
import { openSite, type Site, today } from './site.ts';

const { token, aesKey, appId, secret } = demoAccount;

/** What a service was asked, and what it says next: a body, a status, or nothing at all. */
interface Service {
  readonly url: string;
  readonly heard: Array<{ method: string; query: URLSearchParams; body: string }>;
  answer: (body: string, query: URLSearchParams) => string | number | undefined;
  close(): void;
}

async function openService(): Promise<Service> {
  const server: Server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const query = new URL(request.url ?? '', 'http://service').searchParams;
      service.heard.push({ method: request.method ?? '', query, body });
      const answer = service.answer(body, query);
      if (answer === undefined) return;
      response.statusCode = typeof answer === 'number' ? answer : 200;
      response.end(typeof answer === 'number' ? '' : answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: Service = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    heard: [],
    answer: () => 'success',
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return service;
}

const seconds = Math.floor(today.getTime() / 1000);
const passive = (openId: string, content: string, createTime = seconds) =>
  `<xml><ToUserName><![CDATA[${openId}]]></ToUserName><FromUserName><![CDATA[gh_sandbox0001]]></FromUserName><CreateTime>${createTime}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content></xml>`;

/** An encrypted reply as another library writes it. */
function sealed(xml: string): string {
  const encrypted = wecom.encrypt(aesKey, xml, appId);
  const signed = wecom.getSignature(token, String(seconds), '1', encrypted);
  return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signed}]]></MsgSignature><TimeStamp>${seconds}</TimeStamp><Nonce><![CDATA[1]]></Nonce></xml>`;
}

const encryptIn = (body: string) => /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1] ?? '';
const serviceFault = '该公众号提供的服务出现故障，请稍后再试';
const shownTexts = async (phone: WeChatPhone) => (await phone.news()).map(({ text }) => text);

describe('the simulated WeChat', () => {
  let site: Site;
  let service: Service;
  let users = 0;
  before(async () => {
    [site, service] = await Promise.all([openSite(), openService()]);
  });
  after(async () => {
    service.close();
    await site.sandbox.close();
  });

  const set = (settings: Partial<PlatformSettings>) => setPlatform(site.url, settings);
  beforeEach(async () => {
    service.heard.splice(0);
    service.answer = () => 'success';
    await set({
      mode: 'plain',
      callbackUrls: [service.url],
      patienceMs: 5000,
      loseAnswers: 0,
      aheadMs: 0,
      allowsMenuMessages: true,
      recognisesVoice: true,
    });
    await askPlatform(site.url, 'DELETE', '/faults');
  });

  /** Somebody new, who follows. */
  async function follower(): Promise<WeChatPhone> {
    users += 1;
    const phone = await weChatPhone(site.url, `o-user-${users}`);
    await phone.does({ type: 'follow' });
    service.heard.splice(0);
    return phone;
  }

  describe('pushes', () => {
    it('in plain mode: signed, with a figure for the message’s id', async () => {
      const phone = await follower();
      await phone.does({ type: 'text', text: '00123 ]]> & <b>' });
      const [{ query, body } = assert.fail()] = service.heard;
      const [timestamp = '', nonce = ''] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
      assert.equal(query.get('signature'), wecom.getSignature(token, timestamp, nonce, ''));
      assert.equal(timestamp, String(seconds));
      assert.match(body, /<Content><!\[CDATA\[00123 \]\]\]\]><!\[CDATA\[> & <b>\]\]><\/Content>/);
      assert.match(body, /<MsgId>\d{17,19}<\/MsgId>/);
    });

    for (const mode of ['compatible', 'safe'] as const)
      it(`in ${mode} mode: encrypted as another library reads it`, async () => {
        await set({ mode });
        const phone = await follower();
        await phone.does({ type: 'text', text: '上个月账单' });
        const [{ query, body } = assert.fail()] = service.heard;
        const encrypted = encryptIn(body);
        const parts = [query.get('timestamp') ?? '', query.get('nonce') ?? '', encrypted] as const;
        assert.equal(query.get('msg_signature'), wecom.getSignature(token, ...parts));
        const { message, id } = wecom.decrypt(aesKey, encrypted);
        assert.match(message, /<Content><!\[CDATA\[上个月账单\]\]><\/Content>/);
        assert.equal(id, appId);
        assert.equal(body.includes('<Content>'), mode === 'compatible');
      });

    it('show what comes back as a passive reply, sealed where the push was', async () => {
      const phone = await follower();
      service.answer = () => passive(phone.openId, '您好');
      await phone.does({ type: 'text', text: '你好' });
      await set({ mode: 'safe' });
      service.answer = () => sealed(passive(phone.openId, '您好，密文'));
      await phone.does({ type: 'text', text: '你好' });
      assert.deepEqual(await shownTexts(phone), ['您好', '您好，密文']);
    });

    it('come three times with the same bytes when nobody answers, and then the user is told', async () => {
      const phone = await follower();
      await set({ patienceMs: 30 });
      service.answer = () => undefined;
      const { tries } = await phone.does({ type: 'text', text: '你好' });
      assert.deepEqual(
        tries.map(({ kind }) => kind),
        ['unanswered', 'unanswered', 'unanswered'],
      );
      assert.equal(service.heard.length, 3);
      const sent = service.heard.map(({ query, body }) => `${query} ${body}`);
      assert.equal(new Set(sent).size, 1);
      assert.deepEqual(await shownTexts(phone), [serviceFault]);
    });

    it('come again when an answer was lost or was an error, and the next answer counts', async () => {
      const phone = await follower();
      await set({ loseAnswers: 1 });
      service.answer = () => (service.heard.length === 2 ? 500 : passive(phone.openId, '在'));
      const { tries } = await phone.does({ type: 'text', text: '在吗' });
      assert.deepEqual(
        tries.map(({ kind }) => kind),
        ['lost', 'unanswered', 'replied'],
      );
      assert.deepEqual(await shownTexts(phone), ['在']);
    });

    it('come so many times at once as asked, to every process in turn, and show one reply', async () => {
      const other = await openService();
      try {
        const phone = await follower();
        service.answer = other.answer = () => passive(phone.openId, '一次');
        await set({ callbackUrls: [service.url, other.url] });
        await phone.does({ type: 'text', text: '三次' }, 3);
        assert.deepEqual(
          [service.heard.length + other.heard.length, other.heard.length > 0],
          [3, true],
        );
        assert.deepEqual(await shownTexts(phone), ['一次']);
      } finally {
        other.close();
      }
    });

    const unreadable: Readonly<Record<string, (openId: string) => string>> = {
      JSON: () => '{"text":"你好"}',
      'an unclosed tag': (openId) => passive(openId, '你好').replace('</xml>', ''),
      'a time in milliseconds': (openId) => passive(openId, '你好', today.getTime()),
      'a reply to somebody else': () => passive('o-else', '你好'),
      'an empty text': (openId) => passive(openId, ''),
      'more than 2048 bytes': (openId) => passive(openId, '长'.repeat(683)),
      'a sealed reply in plain mode': (openId) => sealed(passive(openId, '你好')),
    };
    for (const [what, answer] of Object.entries(unreadable))
      it(`tell the user of a fault when the answer is ${what}`, async () => {
        const phone = await follower();
        service.answer = () => answer(phone.openId);
        const { tries } = await phone.does({ type: 'text', text: '你好' });
        assert.deepEqual([tries.length, tries[0]?.kind], [1, 'malformed']);
        assert.deepEqual(await shownTexts(phone), [serviceFault]);
      });

    it('refuse a plain reply in safe mode, and one with another signature', async () => {
      const phone = await follower();
      await set({ mode: 'safe' });
      for (const answer of [
        passive(phone.openId, '你好'),
        sealed(passive(phone.openId, '你好')).replace(/<MsgSignature><!\[CDATA\[./, (t) => `${t}0`),
      ]) {
        service.answer = () => answer;
        const { tries } = await phone.does({ type: 'text', text: '你好' });
        assert.equal(tries[0]?.kind, 'malformed');
      }
    });

    it('say what the user did, as the platform names it', async () => {
      const phone = await follower();
      const said = async (deed: Parameters<WeChatPhone['does']>[0]) => {
        await phone.does(deed);
        return service.heard.at(-1)?.body.replaceAll(/<!\[CDATA\[(.*?)\]\]>/g, '$1') ?? '';
      };
      assert.match(await said({ type: 'voice', spoken: '查话费' }), /<Recognition>查话费</);
      await set({ recognisesVoice: false });
      assert.doesNotMatch(await said({ type: 'voice', spoken: '查话费' }), /Recognition/);
      assert.match(await said({ type: 'image' }), /<MsgType>image<.*<PicUrl>http/);
      assert.match(await said({ type: 'location', label: '上海' }), /<Location_X>31.*<Label>上海</);
      assert.match(
        await said({ type: 'menuClick', key: 'bill' }),
        /<Event>CLICK<.*<EventKey>bill</,
      );
      assert.match(await said({ type: 'scan', scene: '7' }), /<Event>SCAN<.*<EventKey>7</);
      const left = await said({ type: 'unfollow' });
      assert.match(left, /<Event>unsubscribe</);
      assert.doesNotMatch(left, /MsgId/);
      assert.match(await said({ type: 'scan', scene: '7' }), /<Event>subscribe<.*qrscene_7</);
      await assert.rejects(phone.does({ type: 'tap', label: '没有的' }), /409/);
    });

    it('are preceded by the proof that the service knows the token', async () => {
      service.answer = (_body, query) => query.get('echostr') ?? '';
      const verified = () =>
        askPlatform<{ accepted: boolean[] }>(site.url, 'POST', '/verification');
      assert.deepEqual(await verified(), { accepted: [true] });
      service.answer = () => 'something else';
      assert.deepEqual(await verified(), { accepted: [false] });
    });
  });

  describe('the server API', () => {
    interface Answer {
      readonly errcode?: number;
      readonly access_token?: string;
      readonly expires_in?: number;
      readonly menu?: unknown;
    }
    const call = async (path: string, body?: unknown) =>
      (await site.call<Answer>(body === undefined ? 'GET' : 'POST', `/cgi-bin/${path}`, body)).body;
    const newToken = async (force = false) =>
      call('stable_token', {
        grant_type: 'client_credential',
        appid: appId,
        secret,
        force_refresh: force,
      });
    const tokenNow = async () => (await newToken()).access_token ?? '';
    const send = async (openId: string, content: string | object, given?: string) => {
      const message =
        typeof content === 'string' ? { msgtype: 'text', text: { content } } : content;
      const access = given ?? (await tokenNow());
      const body = { touser: openId, ...message };
      return (await call(`message/custom/send?access_token=${access}`, body)).errcode;
    };
    const menu = {
      msgtype: 'msgmenu',
      msgmenu: { head_content: '选一个', list: [{ id: '1', content: '账单' }], tail_content: '。' },
    };

    it('hands out one token until its last five minutes, and then both are good for five', async () => {
      const first = await newToken();
      assert.deepEqual([await newToken(), first.expires_in], [first, 7200]);
      await set({ aheadMs: 6_900_001 });
      const second = await newToken();
      assert.notEqual(second.access_token, first.access_token);
      const phone = await follower();
      assert.equal(await send(phone.openId, '旧', first.access_token), 0);
      await set({ aheadMs: 7_200_001 });
      assert.equal(await send(phone.openId, '旧', first.access_token), 42001);
      assert.equal(await send(phone.openId, '错', 'wrong'), 40001);
      assert.equal((await call('stable_token', { appid: appId, secret: 'x' })).errcode, 40125);
      assert.equal((await call('stable_token', { appid: 'x', secret })).errcode, 40013);
    });

    it('makes a new token by force, which ends the old at once, twice a minute at most', async () => {
      const phone = await follower();
      const old = await tokenNow();
      const made = await newToken(true);
      assert.equal(await send(phone.openId, '旧', old), 40001);
      assert.equal(await send(phone.openId, '新', made.access_token), 0);
      assert.equal((await newToken(true)).errcode, 45011);
      const classic = await call(
        `token?grant_type=client_credential&appid=${appId}&secret=${secret}`,
      );
      assert.equal(await send(phone.openId, '老接口', classic.access_token), 0);
    });

    it('takes five messages for one of the user’s, within 48 hours', async () => {
      const phone = await follower();
      await phone.does({ type: 'text', text: '你好' });
      await set({ aheadMs: 60_001 });
      const sent = [];
      for (const text of ['1', '2', '3', '4', '5', '6']) sent.push(await send(phone.openId, text));
      assert.deepEqual(sent, [0, 0, 0, 0, 0, 45047]);
      assert.deepEqual(await shownTexts(phone), ['1', '2', '3', '4', '5']);
      await phone.does({ type: 'text', text: '再来' });
      await set({ aheadMs: 60_001 + 48 * 3_600_000 });
      assert.equal(await send(phone.openId, '晚了'), 45015);
    });

    it('takes three for a tap, a scan or a follow, within a minute', async () => {
      const phone = await follower();
      const sent = [];
      for (const text of ['1', '2', '3', '4']) sent.push(await send(phone.openId, text));
      assert.deepEqual(sent, [0, 0, 0, 45047]);
      await phone.does({ type: 'menuClick', key: 'bill' });
      assert.equal(await send(phone.openId, menu), 0);
      await phone.does({ type: 'tap', label: '账单' });
      assert.match(service.heard.at(-1)?.body ?? '', /<bizmsgmenuid><!\[CDATA\[1\]\]>/);
      await set({ aheadMs: 60_001 });
      assert.equal(await send(phone.openId, '晚了'), 45015);
    });

    it('refuses with the official code', async () => {
      const phone = await follower();
      const { openId } = phone;
      await phone.does({ type: 'text', text: '你好' });
      assert.equal(await send('o-nobody', '你好'), 40003);
      assert.equal(await send(openId, '长'.repeat(683)), 45002);
      assert.equal(await send(openId, ''), 44004);
      assert.equal(await send(openId, { msgtype: 'poem' }), 40008);
      assert.equal(await send(openId, { msgtype: 'text' }), 47001);
      await set({ allowsMenuMessages: false });
      assert.equal(await send(openId, menu), 40200);
      await askPlatform(site.url, 'PATCH', `/users/${openId}`, { refuses: true });
      assert.equal(await send(openId, '你好'), 48002);
      await phone.does({ type: 'unfollow' });
      assert.equal(await send(openId, '你好'), 43004);
      const fault = { errcode: -1, path: '/cgi-bin/message/', times: 1 };
      await askPlatform(site.url, 'POST', '/faults', fault);
      assert.deepEqual([await send(openId, '忙'), await send(openId, '忙')], [-1, 43004]);
    });

    it('shows that the account types, for fifteen seconds', async () => {
      const phone = await follower();
      const access = await tokenNow();
      const types = async (command: string) =>
        (
          await call(`message/custom/typing?access_token=${access}`, {
            touser: phone.openId,
            command,
          })
        ).errcode;
      const isTyping = async () =>
        (await askPlatform<{ isTypedTo: boolean }>(site.url, 'GET', `/users/${phone.openId}`))
          .isTypedTo;
      assert.deepEqual([await types('Typing'), await isTyping()], [0, true]);
      assert.equal(await types('Typing'), 45081);
      assert.equal(await types('Dancing'), 45072);
      await send(phone.openId, '写好了');
      assert.equal(await isTyping(), false);
      await set({ aheadMs: 30_001 });
      assert.equal(await types('Typing'), 45080);
    });

    it('keeps the account’s menu', async () => {
      const access = await tokenNow();
      const create = async (button: unknown) =>
        (await call(`menu/create?access_token=${access}`, { button })).errcode;
      const get = () => call(`menu/get?access_token=${access}`);
      assert.equal((await get()).errcode, 46003);
      const button = [{ name: '查询', sub_button: [{ type: 'click', name: '账单', key: 'bill' }] }];
      assert.equal(await create(button), 0);
      assert.deepEqual((await get()).menu, { button });
      assert.equal(await create([{ type: 'click', name: '名字太长的按钮', key: 'x' }]), 40018);
      assert.equal(await create([]), 47001);
      assert.equal((await call(`menu/delete?access_token=${access}`)).errcode, 0);
      assert.equal((await get()).errcode, 46003);
    });

    it('sends one subscription notice for each time it was allowed to, at any hour', async () => {
      const phone = await follower();
      await phone.does({ type: 'acceptNotice', template: 'demo-notice' });
      await set({ aheadMs: 49 * 3_600_000 });
      const access = await tokenNow();
      const notify = async (template: string, value: string) => {
        const body = { touser: phone.openId, template_id: template, data: { thing1: { value } } };
        return (await call(`message/subscribe/bizsend?access_token=${access}`, body)).errcode;
      };
      assert.equal(await notify('unknown', '办好了'), 40037);
      assert.equal(await notify('demo-notice', '长'.repeat(21)), 47003);
      assert.deepEqual(
        [await notify('demo-notice', '办好了'), await notify('demo-notice', '办好了')],
        [0, 43101],
      );
      assert.deepEqual(await shownTexts(phone), ['thing1: 办好了']);
    });
  });

  it('is a page', async () => {
    for (const [path, type] of [
      ['/wechat', /^text\/html/],
      ['/wechat.js', /^text\/javascript/],
      ['/wechat.css', /^text\/css/],
    ] as const)
      assert.match(String((await fetch(site.url + path)).headers.get('content-type')), type);
  });
});
