import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { accountFileIn, writeAccounts } from '../../adapters/agentDesk/accountFile.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { type Fleet, startFleet } from '../start/fleet.ts';
import { describeInBrowser } from '../support/browser.ts';
import { freshDatabase } from '../support/databases.ts';
import { signIn } from './deskPage.ts';
import { eventually, type Visitor, visit } from './visitor.ts';

const deskPassword = 'a password of the tests';
const lines = 5;

/** One address before several servers: each connection goes to one that runs. */
async function openBalancer(fleet: Fleet) {
  const server = createServer((inside) => {
    const outside = connect(Number(new URL(fleet.site()).port), '127.0.0.1');
    inside.pipe(outside).pipe(inside);
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describeInBrowser(
  'two agents and three customers on two servers, one of them killed',
  (browser) => {
    let sandbox: Sandbox;
    let folder: string;
    before(async () => {
      sandbox = await startSandbox({ port: 0, clock: () => new Date() });
      folder = mkdtempSync(join(tmpdir(), 'desk-killed-'));
      await writeAccounts(accountFileIn(folder), [
        { id: 'wang', name: '小王', role: 'agent', password: deskPassword },
        { id: 'li', name: '小李', role: 'agent', password: deskPassword },
      ]);
    });
    after(async () => {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('lose no line, double none and cross none', async function () {
      this.timeout(300_000);
      const database = await freshDatabase();
      if (!database) return this.skip();
      const fleet = await startFleet(2, {
        DATABASE_URL: database.place.url,
        DATA_FOLDER: folder,
        SANDBOX: 'none',
        CARRIER_URL: sandbox.url,
        POSTS_PER_MINUTE: '1000000',
        TOKENS_PER_MINUTE: '1000000',
        LOG_LEVEL: 'silent',
        PORT: '0',
      });
      const balancer = await openBalancer(fleet);
      const { url } = balancer;
      try {
        const agents = [
          await signIn(browser(), { url, deskPassword }, 'wang'),
          await signIn(browser(), { url, deskPassword }, 'li'),
        ];
        const chats: Array<{ name: string; customer: Visitor; agent: Page; place: number }> = [];
        for (const [order, name] of ['甲', '乙', '丙'].entries()) {
          const agent = agents[order % 2] as Page;
          const customer = await visit(browser(), { url: `${url}/widget` });
          await customer.says('转人工');
          await customer.hears('已为您转人工');
          await agent.locator('#waiting button').first().click();
          await customer.hears('已接入');
          chats.push({ name, customer, agent, place: order < 2 ? 1 : 2 });
        }
        const open = async ({ agent, place }: (typeof chats)[number]) => {
          await agent
            .locator('#mine button')
            .nth(place - 1)
            .click();
          await agent.locator(`#mine li:nth-child(${place})[aria-current]`).waitFor();
        };
        for (let line = 1; line <= lines; line += 1) {
          const killing = line === 3 ? fleet.killOne() : undefined;
          for (const chat of chats) {
            await chat.customer.says(`客户${chat.name}第${line}句`);
            await open(chat);
            await chat.agent.fill('#message', `答${chat.name}第${line}句`);
            await chat.agent.press('#message', 'Enter');
          }
          await killing;
        }
        for (const chat of chats) {
          const wanted = Array.from(
            { length: lines },
            (_, place) => `${chat.name}第${place + 1}句`,
          );
          await open(chat);
          await eventually(async () => {
            const read = await chat.agent.locator('#lines li:not(.pending)').allInnerTexts();
            const from = (who: string) =>
              read.flatMap((text) => new RegExp(`${who}(.第\\d句)`).exec(text)?.[1] ?? []);
            assert.deepEqual(from('客户').sort(), wanted);
            assert.deepEqual(from('答'), wanted);
            const heard = (await chat.customer.messages()).map(({ text }) => text).join('\n');
            assert.deepEqual(
              [...heard.matchAll(/答(.第\d句)/g)].map(([, said]) => said),
              wanted,
            );
            assert.deepEqual(
              [...heard.matchAll(/客户(.第\d句)/g)].map(([, said]) => said),
              wanted,
            );
          }, 60_000);
        }
      } finally {
        balancer.close();
        await fleet.close();
        await database.remove();
      }
    });
  },
);
