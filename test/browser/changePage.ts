import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { eventually } from './visitor.ts';

const { 'zh-CN': zh } = loadTexts();
export const yes = zh('change:button.confirmOrder');
export const no = zh('change:button.no');

/** The card itself, not the one inside it that opens. */
export const cards = '.webchat__adaptive-card-renderer';
export const card = (page: Page): Locator => page.locator(cards).last();
export const countdown = (page: Page): Locator => page.getByRole('timer');
export const status = (page: Page): Locator => page.locator('.countdown [role="status"]');

/** Yes and no are of one size and one look, and large enough to hit. */
export async function assertAlike(
  page: Page,
  leastPx: number,
  place: 'beside' | 'any',
): Promise<void> {
  await eventually(async () => {
    const [first, second] = await Promise.all([yes, no].map((name) => measure(page, name)));
    assert.ok(first && second);
    assert.deepEqual([first.width, first.height], [second.width, second.height]);
    assert.deepEqual(first.looks, second.looks);
    assert.ok(
      first.height >= leastPx && first.width >= leastPx,
      `${first.width} × ${first.height}`,
    );
    if (place === 'beside') assert.equal(first.y, second.y);
  });
}

async function measure(page: Page, name: string) {
  const button = card(page).getByRole('button', { name });
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  assert.ok(box);
  const looks = await button.evaluate(
    '(element) => { const { fontWeight, fontSize, color, backgroundColor } = getComputedStyle(element); return { fontWeight, fontSize, color, backgroundColor }; }',
  );
  return { ...box, looks };
}

/** Opens the details as a keyboard does; the button says that they are open. */
export async function assertDetailsOpen(page: Page): Promise<void> {
  const details = card(page).getByRole('button', { name: zh('change:details') });
  const further = card(page).getByText(zh('disclosure:term.functions'), { exact: true });
  assert.equal(await details.getAttribute('aria-expanded'), 'false');
  assert.equal(await further.count(), 0);
  await details.focus();
  await page.keyboard.press('Enter');
  assert.equal(await details.getAttribute('aria-expanded'), 'true');
  await further.waitFor();
}

/** Closes the details, prints, and looks what stood open while the paper ran. */
export async function assertPrintedOpen(page: Page): Promise<void> {
  await card(page)
    .getByRole('button', { name: zh('change:details') })
    .click();
  await page.evaluate(`window.addEventListener('beforeprint', () => {
    window.printed = document.querySelector('.ac-pushButton.expandable').getAttribute('aria-expanded');
  })`);
  await page.pdf();
  assert.equal(await page.evaluate('window.printed'), 'true');
  const details = card(page).getByRole('button', { name: zh('change:details') });
  assert.equal(await details.getAttribute('aria-expanded'), 'false');
}

/** Lets the page's own clock run ahead, as if so much time had passed. */
export async function passTime(page: Page, seconds: number): Promise<void> {
  await page.evaluate(`{
    const now = performance.now.bind(performance);
    performance.now = () => now() + ${seconds * 1000};
  }`);
}
