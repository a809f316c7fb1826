import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { demoAccount } from '../../sandbox/weChat/addWeChat.ts';
import { booksOf } from '../crash/verdict.ts';
import { closeAtEnd } from '../support/closing.ts';
import { freePort } from '../support/serverProcess.ts';
import { setPlatform, weChatPhone } from '../support/weChatPhone.ts';
import { type Hand, handOf } from './site.ts';

const program = fileURLToPath(new URL('./heldProgram.ts', import.meta.url));
const chen = '13800138001';

/** Until the next process is there, however busy the machine is. */
const often = 30;

/** Where the process dies, and how often WeChat asks after that. */
const kills = [
  { hold: 'before', tries: often, what: 'between the commit and the answer, and is asked again' },
  { hold: 'before', tries: 1, what: 'between the commit and the answer, and is not asked again' },
  { hold: 'after', tries: often, what: 'with the answer decided and not yet said' },
] as const;

describe('a bot that is killed before it answers WeChat', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-killed-'));
    sandbox = await startSandbox({ port: 0, clock: () => new Date(), orderStepMs: 5 });
  });
  afterEach(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts the bot on this port; `hold` makes it one that stands still. */
  async function startBot(port: number, hold = '') {
    const child = fork(program, {
      execArgv: ['--import', 'tsx'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        HOLD: hold,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_FOLDER: folder,
        CARRIER_URL: sandbox.url,
        CARRIER_TIMEOUT_MS: '30000',
        LOG_LEVEL: 'silent',
        WECHAT_APP_ID: demoAccount.appId,
        WECHAT_APP_SECRET: demoAccount.secret,
        WECHAT_TOKEN: demoAccount.token,
        WECHAT_AES_KEY: demoAccount.aesKey,
        WECHAT_API_URL: sandbox.url,
      },
    });
    closeAtEnd(() => child.kill('SIGKILL'));
    const said = async (wanted: string) => {
      for (;;) if ((await once(child, 'message'))[0] === wanted) return;
    };
    await said('started');
    return {
      held: hold === '' ? undefined : said('held'),
      async kill() {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  /** Everything up to the code, which is what orders. */
  async function untilCode(phone: Hand): Promise<string> {
    await phone.does({ type: 'follow' });
    await phone.binds(chen);
    const before = await phone.code(chen);
    await phone.says('换成99元套餐', /看清并同意的话/);
    await phone.does({ type: 'tap', label: '确认办理' });
    return phone.code(chen, before);
  }

  /** Resolves when the last that comes of an order is there; mocha's own limit ends what never does. */
  async function agreement(phone: Hand): Promise<void> {
    while (!(await phone.screen()).some(({ text }) => /电子协议 .* 已经生成/.test(text)))
      await wait(50);
  }

  for (const { hold, tries, what } of kills) {
    it(`${what}: the answer comes once, and so does the order`, async () => {
      const port = await freePort();
      const callbackUrls = [`http://127.0.0.1:${port}/channels/wechat`];
      await setPlatform(sandbox.url, { callbackUrls, tries });
      const phone = handOf(await weChatPhone(sandbox.url, 'o-killed'), sandbox.url);
      const bot = await startBot(port, hold);
      const code = await untilCode(phone);
      const pushed = phone.does({ type: 'text', text: code });
      await bot.held;
      await bot.kill();
      const next = await startBot(port);
      try {
        const { answer } = await pushed;
        if (tries > 1) assert.notEqual(answer, undefined, 'the platform was never answered');
        await agreement(phone);
        const texts = (await phone.screen()).map(({ text }) => text);
        const count = (form: RegExp) => texts.filter((text) => form.test(text)).length;
        assert.equal(count(/两次确认都收到了/), 1, texts.join('\n---\n'));
        assert.equal(count(/下面是办理凭证/), 1, texts.join('\n---\n'));
        const [, quoteId = ''] = /(Q[0-9A-F]{12})/.exec(texts.join('\n')) ?? [];
        const orders = await booksOf(sandbox.url).orders(quoteId);
        assert.deepEqual(
          orders.map(({ state }) => state),
          ['completed'],
        );
      } finally {
        await next.kill();
      }
    });
  }
});
