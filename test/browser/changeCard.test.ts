import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { say, texts } from '../../web/texts.ts';
import { describeInBrowser } from '../support/browser.ts';
import { seriousBarriers } from './barriers.ts';
import {
  assertAlike,
  assertDetailsOpen,
  assertPrintedOpen,
  card,
  cards,
  countdown,
  no,
  passTime,
  status,
  yes,
} from './changePage.ts';
import { type Site, startSite } from './site.ts';
import { assertCleanVisit, eventually, saidBy, type Visitor, visit } from './visitor.ts';

const screenshots = new URL('../../.screenshots/', import.meta.url);
const { 'zh-CN': zh, en } = loadTexts();
const chen = '13800138001';
const done = zh('change:outcome.committed', { action: zh('change:action.changePlan') });
/** What the page says in Chinese. */
const said = (key: string): string => say('zh-CN', key);

const codeIn = /验证码(\d{6})|(\d{6}) 是/;

describeInBrowser('a change on the web', (browser) => {
  let site: Site;

  before(async function () {
    this.timeout(60_000);
    site = await startSite();
    await mkdir(screenshots, { recursive: true });
  });

  after(() => site?.close());

  /** For people to look at: taken when the page has come to rest. */
  async function picture({ page }: Visitor, name: string): Promise<void> {
    await page.waitForTimeout(800);
    await page.screenshot({
      path: fileURLToPath(new URL(`change-${name}.png`, screenshots)),
    });
  }

  /** Somebody who has proved a number and is looking at the card of a new plan. */
  async function visitorWithCard(options: Partial<Parameters<typeof visit>[1]> = {}) {
    const visitor = await visit(browser(), { ...site, ...options });
    await visitor.says('换成99元套餐');
    await visitor.hears(firstLine(zh('identification:askNumber')));
    read = (await messages()).length;
    await visitor.says(chen);
    await visitor.hears('验证码短信已经发出');
    await visitor.says(await newestCode());
    await card(visitor.page).waitFor();
    return visitor;
  }

  /** So many SMS were on the phone before: an SMS comes a moment after the answer. */
  let read = 0;

  async function messages(): Promise<string[]> {
    const response = await fetch(`${site.url}/demo/phone/${chen}/messages`);
    return ((await response.json()) as Array<{ text: string }>).map(({ text }) => text);
  }

  /** The code of the next SMS on the demo phone that has one. */
  async function newestCode(): Promise<string> {
    let code: string | undefined;
    await eventually(async () => {
      const texts = await messages();
      const place = texts.findIndex((text, index) => index >= read && codeIn.test(text));
      code = codeIn.exec(texts[place] ?? '')?.[0];
      assert.ok(code);
      read = place + 1;
    });
    return /\d{6}/.exec(code ?? '')?.[0] ?? '';
  }

  it('asks on the card: yes and no side by side, alike, and easy to hit (R23)', async () => {
    const visitor = await visitorWithCard();
    const { page } = visitor;
    await picture(visitor, 'card');
    await assertAlike(page, 44, 'beside');
    await assertDetailsOpen(page);
    await card(page).getByText(zh('disclosure:term.functions')).scrollIntoViewIfNeeded();
    await picture(visitor, 'details');
    assert.deepEqual(await seriousBarriers(page), []);
    await assertPrintedOpen(page);
    assertCleanVisit(visitor);
    await visitor.leaves();
  });

  it('fits a telephone of 360 pixels, also in large text', async () => {
    const visitor = await visitorWithCard({ width: 360, height: 740 });
    const { page } = visitor;
    await assertAlike(page, 44, 'beside');
    await picture(visitor, 'phone');
    await page.getByRole('button', { name: said('elderMode') }).click();
    await assertAlike(page, 60, 'any');
    await assertDetailsOpen(page);
    await card(page).getByText(zh('disclosure:term.functions')).scrollIntoViewIfNeeded();
    await picture(visitor, 'elder-phone-details');
    await visitor.says('有违约金吗？');
    await visitor.hears(zh('disclosure:term.earlyTermination'));
    await card(page).getByRole('button', { name: no }).scrollIntoViewIfNeeded();
    await picture(visitor, 'elder-phone');
    const { y = 0, height = 0 } = (await countdown(page).boundingBox()) ?? {};
    assert.ok(y > 0 && y + height < 740, 'the time left is in view');
    assert.deepEqual(await seriousBarriers(page), []);
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    assert.equal(await page.evaluate(overflow), 0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await picture(visitor, 'elder');
    await visitor.leaves();
  });

  it('counts down by the clock of the server, whatever the phone believes', async () => {
    const context = await browser().newContext();
    // A phone that is three days ahead.
    await context.addInitScript(`{
      const now = Date.now;
      Date.now = () => now() + 3 * 24 * 60 * 60_000;
    }`);
    const visitor = await visitorWithCard({ context });
    const { page } = visitor;
    assert.match(
      (await countdown(page).textContent()) ?? '',
      /^还有 (9 分 \d+|10 分 0) 秒可以确认$/,
    );
    await page.reload();
    await countdown(page).filter({ hasText: '9 分' }).waitFor();
    await visitor.says(no);
    await visitor.hears(zh('change:cancelled'));
    assert.ok(!(await countdown(page).isVisible()));
    await visitor.leaves();
  });

  it('tells when time runs out and gives more for the asking; the old card counts no more', async () => {
    const visitor = await visitorWithCard();
    const { page } = visitor;
    await passTime(page, 8 * 60);
    await status(page)
      .filter({ hasText: said('countdown120') })
      .waitFor();
    const more = page.getByRole('button', { name: said('freshQuote') });
    assert.ok(!(await more.isVisible()));
    await passTime(page, 60);
    await status(page)
      .filter({ hasText: said('countdown60') })
      .waitFor();
    await picture(visitor, 'last-minute');
    await more.click();
    await eventually(async () => assert.equal(await page.locator(cards).count(), 2));
    await page.locator(cards).first().getByRole('button', { name: yes }).click();
    await visitor.hears(firstWords(zh('change:said.olderButton', { phrase: yes })));
    assert.deepEqual((await saidBy(visitor)).slice(-2), [said('freshQuote'), yes]);
    await picture(visitor, 'older-card');
    await visitor.leaves();
  });

  it('goes by keyboard from the card over the code to the receipt and the agreement', async () => {
    const visitor = await visitorWithCard();
    const { page, context } = visitor;
    await card(page).getByRole('button', { name: yes }).focus();
    await page.keyboard.press('Enter');
    await visitor.hears('第二次确认');
    assert.equal((await saidBy(visitor)).at(-1), yes);
    await picture(visitor, 'code');
    await visitor.says(await newestCode());
    await page.getByRole('heading', { name: done }).waitFor();
    await visitor.hears('电子协议');
    await picture(visitor, 'receipt');
    assert.deepEqual(await seriousBarriers(page), []);
    assert.ok(!(await countdown(page).isVisible()));
    await visitor.says('我的协议');
    await visitor.hears('验证码');
    await visitor.says(await newestCode());
    const open = card(page).getByRole('button', { name: zh('getAgreement:open') });
    await open.waitFor();
    await picture(visitor, 'agreement');
    const opening = context.waitForEvent('page');
    await open.click();
    assert.equal(await (await opening).evaluate('window.opener'), null);
    await visitor.leaves();
  });
});

describe('the words of more time', () => {
  it('are the same on the page and in the bot', () => {
    assert.equal(texts['zh-CN'].freshQuote, zh('change:button.freshQuote'));
    assert.equal(texts.en.freshQuote, en('change:button.freshQuote'));
  });
});

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

function firstWords(text: string): string {
  return text.split('，')[0] ?? '';
}
