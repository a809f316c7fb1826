import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { loadOperatorKey } from '../../adapters/agreement/operatorKey.ts';
import { createAgreementPress } from '../../adapters/agreement/press.ts';
import type { PrintedAgreement } from '../../ports/agreement.ts';
import { chineseAgreement, englishAgreement } from '../support/agreements.ts';
import { describeInBrowser } from '../support/browser.ts';
import { seriousBarriers } from './barriers.ts';

const screenshots = new URL('../../.screenshots/', import.meta.url);
const place = 'http://agreement.test/';
const { resolve } = createRequire(import.meta.url);

// A reader of Chinese has Chinese letters on the machine; the browser of the tests need not.
const fontUrl = `${place}font.ttf`;
const font = readFileSync(
  resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
);
const fontDrawn = `document.fonts.load('18px "Noto Sans SC"', '明')
  .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))`;
const fontFace = `@font-face { font-family: 'Noto Sans SC'; src: url('/font.ttf') }`;

describeInBrowser('a printed agreement', (browser) => {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-read-'));
  after(() => rmSync(folder, { recursive: true }));

  for (const agreement of [chineseAgreement, englishAgreement]) {
    describe(`in ${agreement.language}`, () => {
      let printed: PrintedAgreement;

      before(async () => {
        const now = new Date('2026-11-01T00:00:00Z');
        const key = loadOperatorKey({ folder, operatorName: agreement.operatorName, now });
        printed = await createAgreementPress(key).print(agreement);
        await mkdir(screenshots, { recursive: true });
      });

      for (const [name, width, textPercent] of [
        ['on a desk', 1280, 100],
        ['on a small telephone', 320, 100],
        ['on a small telephone with large text', 320, 200],
      ] as const) {
        it(`has no barrier and no sideways scrolling ${name}`, async () => {
          const page = await browser().newPage({ viewport: { width, height: 800 } });
          const html = printed.html.replace('<style>', `<style>${fontFace}`);
          await show(page, { [place]: ['text/html', html], [fontUrl]: ['font/ttf', font] });
          await page.evaluate(fontDrawn);
          await page.evaluate(`document.documentElement.style.fontSize = '${textPercent}%'`);
          assert.deepEqual(await seriousBarriers(page), []);
          const sideways = 'document.documentElement.scrollWidth - innerWidth';
          assert.ok((await page.evaluate<number>(sideways)) <= 0);
          await page.screenshot({
            path: fileOf(`agreement-${agreement.language}-${width}-${textPercent}.png`),
            fullPage: true,
          });
          await page.close();
        });
      }

      it('reads its terms as the headers of their rows, also where they stand above the values', async () => {
        const page = await browser().newPage({ viewport: { width: 320, height: 800 } });
        await show(page, { [place]: ['text/html', printed.html] });
        const rows = agreement.sections.flatMap((section) => section.rows);
        assert.equal(await page.getByRole('rowheader').count(), rows.length);
        assert.equal(await page.getByRole('cell').count(), rows.length);
        const [first] = agreement.sections.filter((section) => section.rows.length > 0);
        assert.ok(await page.getByRole('table', { name: first?.heading ?? '' }).isVisible());
        await page.close();
      });

      it('shows ink on every page of the PDF, and none in the margins', async () => {
        const page = await browser().newPage();
        const images = await draw(page, printed.pdf);
        assert.ok(images.length >= 2);
        for (const [index, { png, inkInside, inkInMargins }] of images.entries()) {
          const name = `agreement-${agreement.language}-page${index + 1}.png`;
          await writeFile(new URL(name, screenshots), Buffer.from(png, 'base64'));
          assert.ok(inkInside > 1000, `page ${index + 1}`);
          assert.equal(inkInMargins, 0, `page ${index + 1}`);
        }
        await page.close();
      });
    });
  }
});

interface Image {
  readonly png: string;
  readonly inkInside: number;
  readonly inkInMargins: number;
}

function fileOf(name: string): string {
  return decodeURIComponent(new URL(name, screenshots).pathname);
}

/** Opens a page that is made of these answers alone; every other request fails. */
async function show(
  page: Page,
  answers: Readonly<Record<string, readonly [contentType: string, body: string | Buffer]>>,
): Promise<void> {
  await page.route('**/*', (route) => {
    const answer = answers[route.request().url()];
    if (!answer) return route.abort();
    return route.fulfill({ contentType: answer[0], body: answer[1] });
  });
  await page.goto(place);
}

/** Draws the pages of a PDF in the browser with pdf.js, 1.5 dots a point, and counts the dark dots. */
async function draw(page: Page, pdf: Uint8Array): Promise<Image[]> {
  const script = (name: string) =>
    ['text/javascript', readFileSync(resolve(`pdfjs-dist/legacy/build/${name}`))] as const;
  await show(page, {
    [place]: ['text/html', '<!doctype html><title>pdf</title>'],
    [`${place}pdf.mjs`]: script('pdf.mjs'),
    [`${place}pdf.worker.mjs`]: script('pdf.worker.mjs'),
    [`${place}agreement.pdf`]: ['application/pdf', Buffer.from(pdf)],
  });
  return page.evaluate<Image[]>(`(async () => {
    const { getDocument, GlobalWorkerOptions } = await import('/pdf.mjs');
    GlobalWorkerOptions.workerSrc = '/pdf.worker.mjs';
    const pdf = await getDocument('/agreement.pdf').promise;
    const images = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale: 1.5 });
      const canvas = Object.assign(document.createElement('canvas'), {
        width: viewport.width,
        height: viewport.height,
      });
      const canvasContext = canvas.getContext('2d');
      await page.render({ canvasContext, viewport }).promise;
      const { data } = canvasContext.getImageData(0, 0, canvas.width, canvas.height);
      let inkInside = 0;
      let inkInMargins = 0;
      for (let dot = 0; dot < canvas.width * canvas.height; dot += 1) {
        if (data[dot * 4] > 128) continue;
        const x = (dot % canvas.width) / 1.5;
        if (x > 48 && x < 548) inkInside += 1;
        else inkInMargins += 1;
      }
      images.push({ png: canvas.toDataURL('image/png').split(',')[1], inkInside, inkInMargins });
    }
    return images;
  })()`);
}
