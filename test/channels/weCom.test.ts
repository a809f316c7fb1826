import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type App, startApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { demoKf, type KfShown } from '../../sandbox/weCom/kf.ts';
import { silentLog } from '../support/world.ts';
import { t } from '../weChat/site.ts';

const chen = '13800138001';
const postsPerMinute = 20;

describe('a customer of 微信客服, with the simulated WeCom between', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let app: App;
  let folder: string;

  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    assert.ok(response.ok, text);
    return JSON.parse(text) as T;
  };
  const place = (userId: string) => `/sandbox/wecom/users/${userId}`;
  const screen = (userId: string) => ask<KfShown[]>('GET', `${place(userId)}/messages`);
  const does = async (userId: string, deed: object) =>
    (await ask<{ bell?: number }>('POST', `${place(userId)}/deeds`, deed)).bell;
  const says = (userId: string, text: string) => does(userId, { type: 'text', text });
  let lastCode = '';
  /** The code of an SMS that has come since the last one. */
  const newCode = async (): Promise<string> => {
    for (;;) {
      const messages = await ask<Array<{ text: string }>>('GET', `/phone/${chen}/messages`);
      const code = messages.flatMap(({ text }) => /#(\d{6})$/.exec(text)?.[1] ?? []).at(-1);
      if (code && code !== lastCode) {
        lastCode = code;
        return code;
      }
      await wait(50);
    }
  };

  /** Asks again until the account has shown it; mocha's own limit ends what never becomes so. */
  async function until(userId: string, form: RegExp): Promise<KfShown> {
    for (;;) {
      const found = (await screen(userId)).find(
        ({ from, text }) => from === 'account' && form.test(text),
      );
      if (found) return found;
      await wait(50);
    }
  }

  async function start(more: Record<string, string> = {}): Promise<void> {
    const settings = readConfig(
      {
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_FOLDER: folder,
        CARRIER_URL: sandbox.url,
        CARRIER_TIMEOUT_MS: '30000',
        WECOM_CORP_ID: demoKf.appId,
        WECOM_SECRET: demoKf.secret,
        WECOM_TOKEN: demoKf.token,
        WECOM_AES_KEY: demoKf.aesKey,
        WECOM_API_URL: sandbox.url,
        LOG_LEVEL: 'silent',
        POSTS_PER_MINUTE: String(postsPerMinute),
        ...more,
      },
      '/dev/null',
    );
    app = await startApp(settings, { log: silentLog });
    const callbackUrl = `http://127.0.0.1:${app.port}/channels/wecom`;
    await ask('PATCH', '/sandbox/wecom/settings', { callbackUrl, pageSize: 2 });
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wecom-'));
    sandbox = await startSandbox({ port: 0, clock: () => new Date(), orderStepMs: 5 });
    await start();
  });
  after(async () => {
    await app?.close();
    await sandbox?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('proves to the platform that it has the key, and refuses whoever has not', async () => {
    const { accepted } = await ask<{ accepted: boolean }>('POST', '/sandbox/wecom/verification');
    assert.equal(accepted, true);
    const seconds = Math.floor(Date.now() / 1000);
    const query = `msg_signature=${'0'.repeat(40)}&timestamp=${seconds}&nonce=1`;
    for (const body of ['', '<xml/>', '<xml><Encrypt>AAAA</Encrypt></xml>', '<!DOCTYPE x>']) {
      const url = `http://127.0.0.1:${app.port}/channels/wecom?${query}`;
      const response = await fetch(url, { method: 'POST', body });
      assert.deepEqual([response.status, await response.text()], [403, '']);
    }
  });

  it('greets who enters, with the code that entering gave', async () => {
    assert.equal(await does('wm-enter', { type: 'enter' }), 200);
    await until('wm-enter', /自动客服助手（人工智能）/);
  });

  it('asks for a bill, proves the number, reads it, and taps what is offered', async () => {
    await says('wm-chen', '上个月账单');
    await until('wm-chen', /请输入您的手机号码/);
    await says('wm-chen', chen);
    await until('wm-chen', /验证码短信已经发出/);
    await says('wm-chen', await newCode());
    await until('wm-chen', /合计：¥176\.90/);
    await says('wm-chen', '换成99元套餐');
    await until('wm-chen', /看清并同意的话/);
    const offered = (await screen('wm-chen')).flatMap(({ items = [] }) => items);
    assert.ok(offered.some(({ content }) => content === '确认办理'));
    await does('wm-chen', { type: 'tap', label: '确认办理' });
    await until('wm-chen', /第一次确认收到了，还没有办理/);
    await says('wm-chen', await newCode());
    await until('wm-chen', /下面是办理凭证/);
    await until('wm-chen', /电子协议 .* 已经生成/);
  });

  it('is silent while a person has the chat, and there again after', async () => {
    await says('wm-person', '有什么公告');
    await until('wm-person', /公告/);
    await does('wm-person', { type: 'personTakes' });
    await says('wm-person', '查余额');
    await does('wm-person', { type: 'personEnds' });
    await says('wm-person', '帮助');
    await until('wm-person', /转人工/);
    const answers = (await screen('wm-person')).filter(({ from }) => from === 'account');
    assert.ok(!answers.some(({ text }) => /请输入您的手机号码/.test(text)));
  });

  it('binds the number it proved, lists it, and ends it at a word', async () => {
    await says('wm-chen', '我绑定了哪些微信');
    await until('wm-chen', /就是现在这个/);
    await says('wm-chen', '解除绑定');
    await until('wm-chen', /解除/);
    const before = (await screen('wm-chen')).length;
    await says('wm-chen', '查余额');
    const asked = t('identification:askNumber') + t('identification:willBind');
    while (!(await screen('wm-chen')).slice(before).some(({ text }) => text === asked))
      await wait(50);
  });

  it('is told once when it writes faster than anybody can, and costs the others nothing', async () => {
    for (let said = 0; said < postsPerMinute + 3; said += 1) await says('wm-fast', '你好');
    await until('wm-fast', /您发得太快了/);
    await says('wm-slow', '有什么公告');
    await until('wm-slow', /公告/);
    const told = (await screen('wm-fast')).filter(({ text }) => /您发得太快了/.test(text));
    assert.equal(told.length, 1);
  });

  describe('whose agents sit in WeCom', () => {
    const stateOf = async (userId: string) =>
      (await ask<{ state: number }>('GET', place(userId))).state;
    const becomes = async (userId: string, state: number) => {
      while ((await stateOf(userId)) !== state) await wait(50);
    };
    before(async () => {
      await app.close();
      await start({ AGENT_DESK: 'weCom' });
    });
    after(async () => {
      await app.close();
      await start();
    });

    it('is passed into the pool behind what was just said, and the bot is silent until the end', async () => {
      await says('wm-asks', '转人工');
      await until('wm-asks', /排队|前面|第一/);
      await becomes('wm-asks', 2);
      await does('wm-asks', { type: 'personTakes' });
      await until('wm-asks', /XiaoWang/);
      const before = (await screen('wm-asks')).length;
      await says('wm-asks', '查余额');
      await does('wm-asks', { type: 'personEnds' });
      const ending = await until('wm-asks', /这次人工服务怎么样/);
      assert.ok(ending.items && ending.items.length > 0, 'asked in one tap how it was');
      const meanwhile = (await screen('wm-asks')).slice(before);
      assert.equal(meanwhile.filter(({ from }) => from === 'account').length, 1);
      await says('wm-asks', '有什么公告');
      await until('wm-asks', /公告/);
      await becomes('wm-asks', 1);
    });

    it('leaves the queue at a word, and the bot has the chat again', async () => {
      await says('wm-leaves', '转人工');
      await becomes('wm-leaves', 2);
      await says('wm-leaves', '查余额');
      await says('wm-leaves', '不等了');
      await until('wm-leaves', new RegExp(t('leavePerson:stopped').slice(0, 6)));
      await becomes('wm-leaves', 4);
      await says('wm-leaves', '查余额');
      await until('wm-leaves', /请输入您的手机号码/);
      await becomes('wm-leaves', 1);
    });
  });

  it('reads on where it stopped, and answers what came while it was away', async () => {
    await app.close();
    assert.equal(await says('wm-away', '有什么公告'), undefined);
    const before = (await screen('wm-chen')).length;
    await start();
    await until('wm-away', /公告/);
    assert.equal((await screen('wm-chen')).length, before);
  });
});
