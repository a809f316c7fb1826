import type { Browser, Page } from 'playwright-core';

/** The desk's page in a browser of its own. */
export async function deskAt(browser: Browser, url: string): Promise<Page> {
  const viewport = { width: 1280, height: 800 };
  const context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const page = await context.newPage();
  await page.goto(`${url}/desk`);
  return page;
}

/** Somebody of the demo's accounts, signed in and in front of their lists. */
export async function signIn(
  browser: Browser,
  { url, deskPassword }: { readonly url: string; readonly deskPassword: string },
  id: string,
): Promise<Page> {
  const page = await deskAt(browser, url);
  await page.fill('#account', id);
  await page.fill('#password', deskPassword);
  await page.click('#sign-in button');
  await page.locator('#sign-out:visible').waitFor();
  return page;
}
