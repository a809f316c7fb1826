import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { FrameLocator, Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { type Site, startSite } from './site.ts';
import { eventually } from './visitor.ts';

const userTokenKey = 'a shared secret of the operator, long enough';

describeInBrowser('the launcher on somebody else’s page', (browser) => {
  let host: Server;
  let hostUrl: string;
  let site: Site;
  let attributes = '';

  before(async function () {
    this.timeout(60_000);
    host = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="zh-CN"><title>Operator</title><h1>网上营业厅</h1>
        <script async src="${site.url}/widget.js" ${attributes}></script></html>`);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    hostUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    site = await startSite({ WIDGET_ORIGINS: hostUrl, USER_TOKEN_KEY: userTokenKey });
  });

  after(async () => {
    host.closeAllConnections();
    host.close();
    await site?.close();
  });

  beforeEach(() => {
    attributes = '';
  });

  /** Opens the operator's page; the addresses asked for are noted. */
  async function enter(given: { width?: number; url?: string } = {}) {
    const { width = 1280, url = hostUrl } = given;
    const context = await browser().newContext({ viewport: { width, height: 740 } });
    const page = await context.newPage();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(url);
    return { page, addresses, leaves: () => context.close() };
  }

  const button = (page: Page) => page.getByRole('button', { name: '打开客服' });
  const chat = (page: Page) => page.frameLocator('iframe[title="在线客服"]');
  const sendBox = (frame: FrameLocator) => frame.locator('.send-text textarea');

  it('loads nothing heavy before it is opened', async () => {
    const { page, addresses, leaves } = await enter();
    await button(page).waitFor();
    assert.deepEqual(
      addresses.filter((address) => address.startsWith(site.url)),
      [`${site.url}/widget.js`],
    );
    await leaves();
  });

  it('opens the chat by keyboard, with the cursor where one types', async () => {
    const { page, leaves } = await enter();
    await button(page).focus();
    await page.keyboard.press('Enter');
    const frame = chat(page);
    await frame.locator('.chat-message').first().waitFor();
    await frame.locator('.send-text textarea:focus').waitFor();
    await page.keyboard.type('帮助');
    await page.keyboard.press('Enter');
    await frame.locator('.chat-message', { hasText: '您可以直接打字问我' }).waitFor();
    await leaves();
  });

  it('closes with Escape and by its button, gives the focus back, and remembers', async () => {
    const { page, leaves } = await enter();
    await button(page).click();
    const frame = chat(page);
    await frame.locator('.chat-message').first().waitFor();
    await sendBox(frame).press('Escape');
    await button(page).waitFor();
    assert.equal(await focusedLabel(page), '打开客服');
    await button(page).press('Enter');
    await frame.locator('.chat-message').first().waitFor();
    await frame.getByRole('button', { name: '关闭客服' }).click();
    await button(page).waitFor();
    assert.equal(await frame.locator('.chat-message').count(), 1);
    await leaves();
  });

  it('is opened and closed by the page', async () => {
    const { page, leaves } = await enter();
    await button(page).waitFor();
    await page.evaluate('window.mingbai.open()');
    await chat(page).locator('.chat-message').first().waitFor();
    await page.evaluate('window.mingbai.close()');
    await button(page).waitFor();
    await leaves();
  });

  it('fills the screen of a telephone', async () => {
    const { page, leaves } = await enter({ width: 360 });
    await button(page).click();
    const { width, height } = (await page.locator('iframe').boundingBox()) ?? {};
    assert.deepEqual({ width, height }, { width: 360, height: 740 });
    await leaves();
  });

  it('follows the language and the large text the page asks for', async () => {
    attributes = 'data-lang="en" data-elder';
    const { page, leaves } = await enter();
    await page.getByRole('button', { name: 'Open customer service' }).click();
    const frame = page.frameLocator('iframe');
    await frame.locator('html.elder[lang="en"]').waitFor();
    await frame.locator('.chat-message', { hasText: 'Mingbai Telecom' }).waitFor();
    await leaves();
  });

  it('vouches for a customer who is logged in, and writes the token into no address', async () => {
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ phone_number: '13800138002' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('operator')
      .setAudience('mingbai')
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign(new TextEncoder().encode(userTokenKey));
    attributes = `data-user-token="${token}"`;
    const { page, addresses, leaves } = await enter();
    await button(page).click();
    const frame = chat(page);
    await frame.locator('.chat-message').first().waitFor();
    await sendBox(frame).fill('查余额');
    await sendBox(frame).press('Enter');
    await frame.locator('.ac-adaptiveCard').waitFor();
    assert.deepEqual(
      addresses.filter((address) => address.includes(token)),
      [],
    );
    await leaves();
  });

  it('shows nothing inside a page that is not on the list', async () => {
    const stranger = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><script async src="${site.url}/widget.js"></script>`);
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as AddressInfo;
    const { page, leaves } = await enter({ url: `http://127.0.0.1:${port}` });
    const refusals: string[] = [];
    page.on('console', (message) => refusals.push(message.text()));
    await page.getByRole('button').click();
    await eventually(async () => assert.match(refusals.join(), /frame-ancestors/));
    await leaves();
    stranger.closeAllConnections();
    stranger.close();
  });
});

function focusedLabel(page: Page): Promise<string> {
  return page.evaluate<string>(
    "document.activeElement.shadowRoot.activeElement.getAttribute('aria-label')",
  );
}
