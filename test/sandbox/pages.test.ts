import assert from 'node:assert/strict';
import { demoPersonas } from '../../sandbox/data/index.ts';
import { type Json, openSite, paths, type Site } from './site.ts';

const sms = (to: string, content: string) => ({
  content,
  messageType: 'SMS',
  sender: { id: 'operator', name: 'operator' },
  receiver: [{ phoneNumber: to }],
});

describe('the pages of the sandbox operator', () => {
  let site: Site;
  before(async () => {
    site = await openSite();
  });
  after(() => site.sandbox.close());

  const page = async (path: string) => {
    const response = await fetch(site.url + path);
    return { headers: response.headers, text: await response.text() };
  };

  describe('the phone', () => {
    it('is a page that lists the demo customers in both languages', async () => {
      const { headers, text } = await page('/phone');
      assert.match(String(headers.get('content-type')), /^text\/html/);
      assert.match(text, /<select id="customer">/);
      assert.deepEqual(await site.get('/sandbox/customers'), demoPersonas);
      for (const [path, type] of [
        ['/phone.js', /^text\/javascript/],
        ['/sandbox.css', /^text\/css/],
      ] as const)
        assert.match(String((await page(path)).headers.get('content-type')), type);
    });

    it('shows what was sent to its number, however that was written, and nobody else’s', async () => {
      await site.call('POST', paths.messages, sms('+86 138 0013 8001', '第一条'));
      await site.call('POST', paths.messages, sms('13800138001', '第二条'));
      await site.call('POST', paths.messages, sms('13800138002', '别人的'));
      await site.call('POST', paths.messages, {
        ...sms('13800138001', '一封邮件'),
        messageType: 'Email',
      });
      const messages = await site.get<Json[]>('/phone/13800138001/messages');
      assert.deepEqual(
        messages.map(({ text, direction }) => [text, direction]),
        [
          ['第一条', 'received'],
          ['第二条', 'received'],
        ],
      );
      const newer = `/phone/13800138001/messages?after=${messages[0]?.id}`;
      assert.deepEqual(
        (await site.get<Json[]>(newer)).map(({ text }) => text),
        ['第二条'],
      );
    });

    it('keeps what its owner writes back', async () => {
      const reply = await site.call('POST', '/phone/13800138003/messages', { text: '是' });
      assert.equal(reply.status, 201);
      const [message] = await site.get<Json[]>('/phone/13800138003/messages');
      assert.deepEqual([message?.text, message?.direction], ['是', 'sent']);
      const empty = await site.call('POST', '/phone/13800138003/messages', { text: ' ' });
      assert.equal(empty.status, 400);
      assert.equal((await site.call('GET', '/phone/abc/messages')).status, 400);
    });

    it('gets the same message once when it is sent twice', async () => {
      const message = {
        ...sms('13800138004', '验证码'),
        characteristic: [{ name: 'externalId', value: 'sms-1' }],
      };
      await site.call('POST', paths.messages, message);
      await site.call('POST', paths.messages, message);
      assert.equal((await site.get<Json[]>('/phone/13800138004/messages')).length, 1);
    });
  });

  describe('the public tariffs', () => {
    interface Offering {
      readonly id: string;
      readonly name: string;
      readonly prodSpecCharValueUse: ReadonlyArray<{
        readonly name: string;
        readonly productSpecCharacteristicValue: ReadonlyArray<{ readonly value: unknown }>;
      }>;
    }
    const tariffIdOf = ({ prodSpecCharValueUse }: Offering) =>
      prodSpecCharValueUse.find(({ name }) => name === 'tariffId')
        ?.productSpecCharacteristicValue[0]?.value;

    it('list everything on sale with its name and tariff id, and nothing that is not', async () => {
      const { text } = await page('/tariffs?lang=zh-CN');
      const offerings = await site.get<Offering[]>(`${paths.offerings}?limit=1000`);
      const unsold = new Set(['plan-888', 'plan-109']);
      const sold = offerings.filter(({ id }) => !unsold.has(id));
      assert.ok(sold.length >= 32);
      for (const offering of sold) {
        assert.ok(text.includes(`>${offering.name}<`), offering.name);
        assert.ok(text.includes(`<dd>${tariffIdOf(offering)}</dd>`), offering.id);
      }
      for (const { id, name } of offerings.filter((each) => unsold.has(each.id))) {
        assert.ok(!text.includes(`id="${id}"`), id);
        assert.ok(!text.includes(name), name);
      }
    });

    it('are there in both languages', async () => {
      const chinese = await page('/tariffs?lang=zh-CN');
      assert.match(chinese.text, /<html lang="zh-CN">.*<h1>资费公示<\/h1>/s);
      assert.equal(chinese.headers.get('content-language'), 'zh-CN');
      const english = await page('/tariffs?lang=en');
      assert.match(english.text, /<html lang="en">.*<h1>Public tariffs<\/h1>/s);
      assert.doesNotMatch(english.text.replace('>中文<', '><'), /\p{Script=Han}/u);
    });

    it('leave out an offering the moment it is no longer sold', async () => {
      await site.call('PATCH', `${paths.offerings}/add-01`, { lifecycleStatus: 'Retired' });
      assert.ok(!(await page('/tariffs')).text.includes('id="add-01"'));
    });
  });
});
