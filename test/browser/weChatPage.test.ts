import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { describeInBrowser } from '../support/browser.ts';
import { setPlatform } from '../support/weChatPhone.ts';
import { seriousBarriers } from './barriers.ts';

/** Answers every push with a line of its own, and offers a link and something to tap. */
async function openService(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const field = (name: string) =>
        new RegExp(`<${name}><!\\[CDATA\\[(.*?)\\]\\]>`).exec(body)?.[1] ?? '';
      const tap =
        '<a href="weixin://bizmsgmenu?msgmenucontent=%E8%B4%A6%E5%8D%95&msgmenuid=1">账单</a>';
      const words = `听到：${field('Content') || field('Event')} https://example.com/a ${tap}`;
      response.end(
        `<xml><ToUserName><![CDATA[${field('FromUserName')}]]></ToUserName><FromUserName><![CDATA[${field('ToUserName')}]]></FromUserName><CreateTime>1790000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${words}]]></Content></xml>`,
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

describeInBrowser('the page of the simulated WeChat', (browser) => {
  let sandbox: Sandbox;
  let service: Awaited<ReturnType<typeof openService>>;
  let page: Page;

  before(async () => {
    [sandbox, service] = await Promise.all([
      startSandbox({ port: 0, clock: () => new Date() }),
      openService(),
    ]);
    await setPlatform(sandbox.url, { mode: 'plain', callbackUrls: [service.url] });
    page = await browser().newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(`${sandbox.url}/wechat`);
  });

  after(async () => {
    await page?.close();
    service?.server.close();
    await sandbox?.close();
  });

  const shown = (words: string) =>
    page.locator('#messages li', { hasText: words }).last().waitFor();

  it('follows, types and taps on a telephone 360 pixels wide', async () => {
    await page.getByRole('button', { name: '关注公众号', exact: true }).click();
    await shown('听到：subscribe');
    await page.getByRole('button', { name: '取消关注' }).waitFor();
    await page.getByLabel('发消息').fill('上个月账单');
    await page.keyboard.press('Enter');
    await shown('我：上个月账单');
    await shown('听到：上个月账单');
    await page.locator('#messages').getByRole('button', { name: '账单' }).last().click();
    await shown('听到：账单');
    const link = page.locator('#messages a').last();
    assert.equal(await link.getAttribute('href'), 'https://example.com/a');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.equal(width, 360);
  });

  it('says that the service has a fault when it cannot be reached', async () => {
    await setPlatform(sandbox.url, { callbackUrls: ['http://127.0.0.1:9/'] });
    await page.getByLabel('发消息').fill('在吗');
    await page.keyboard.press('Enter');
    await shown('该公众号提供的服务出现故障');
  });

  it('holds no serious barrier, in Chinese and in English', async () => {
    assert.deepEqual(await seriousBarriers(page), []);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('How the platform behaves').click();
    await page.getByLabel('Encryption of pushes').waitFor();
    assert.deepEqual(await seriousBarriers(page), []);
  });
});
