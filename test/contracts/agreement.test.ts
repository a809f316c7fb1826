import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOperatorKey } from '../../adapters/agreement/operatorKey.ts';
import { createAgreementPress } from '../../adapters/agreement/press.ts';
import type { AgreementDocument, PrintedAgreement } from '../../ports/agreement.ts';
import { chineseAgreement, englishAgreement } from '../support/agreements.ts';
import { lettersOf, type ReadPdf, readPdf } from '../support/pdfReader.ts';

const a4 = { width: 595.28, margin: 61 };

describe('the press for agreements', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-press-'));
  const now = new Date('2026-11-01T00:00:00Z');
  const press = createAgreementPress(loadOperatorKey({ folder, operatorName: '明白通信', now }));
  after(() => rmSync(folder, { recursive: true }));

  for (const agreement of [chineseAgreement, englishAgreement]) {
    describe(`an agreement in ${agreement.language}`, () => {
      let printed: PrintedAgreement;
      let pdf: ReadPdf;

      before(async () => {
        printed = await press.print(agreement);
        pdf = await readPdf(printed.pdf);
      });

      it('has every word in the PDF, and the footer and the page number on every page', () => {
        const letters = lettersOfPdf(pdf);
        for (const words of wordsOf(agreement))
          assert.ok(letters.includes(lettersOf(words)), words);
        pdf.pages.forEach((page, index) => {
          const text = lettersOf(page.runs.map((run) => run.text).join(''));
          assert.ok(text.includes(lettersOf(agreement.footer)));
          assert.ok(text.endsWith(`${index + 1}/${pdf.pages.length}`));
        });
      });

      it('has the same words in HTML, in the same order', () => {
        const page = printed.html.slice(printed.html.indexOf('<body>'));
        const html = lettersOf(unescaped(page.replaceAll(/<[^>]*>/g, '')));
        const sections = html.slice(0, html.length - lettersOf(agreement.footer).length);
        assert.ok(html.endsWith(lettersOf(agreement.footer)));
        assert.equal(lettersOfPdf(pdf, agreement.footer), sections);
      });

      it('puts what is of major interest first and in bold', () => {
        const major = agreement.sections.findIndex(({ isMajorInterest }) => isMajorInterest);
        assert.ok(major > 0);
        const letters = lettersOfPdf(pdf);
        const placeOf = (index: number) =>
          letters.indexOf(lettersOf(agreement.sections[index]?.heading ?? ''));
        assert.ok(placeOf(major) < placeOf(0));
        const fontOf = (words: string) =>
          pdf.pages[0]?.runs.find(({ text }) => words.startsWith(text))?.font;
        const bold = fontOf(agreement.title);
        const { rows = [], paragraphs = [] } = agreement.sections[major] ?? {};
        for (const words of [...rows.flatMap(Object.values), ...paragraphs]) {
          assert.equal(fontOf(words), bold, words);
        }
        assert.notEqual(fontOf(agreement.sections[0]?.rows[0]?.term ?? ''), bold);
        assert.match(printed.html, /<section [^>]*class="major">\n<h2 id="section-1">/);
      });

      it('embeds its own fonts and needs no other', () => {
        const file = Buffer.from(printed.pdf).toString('latin1');
        const fonts = [...file.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name);
        assert.ok(fonts.length >= 4);
        for (const font of fonts) assert.match(font ?? '', /^[A-Z]{6}\+NotoSansSC-(Regular|Bold)$/);
        assert.equal(file.split('/Type /FontDescriptor').length, file.split('/FontFile2').length);
      });

      it('keeps every line inside the margins and no two on each other', () => {
        for (const { runs } of pdf.pages) {
          for (const { x, width, text } of runs) {
            assert.ok(x >= a4.margin && x + width <= a4.width - a4.margin, text);
          }
          for (const [index, run] of runs.entries()) {
            const over = runs.slice(index + 1).find((other) => overlaps(run, other));
            assert.equal(over, undefined, `${run.text} / ${over?.text}`);
          }
        }
      });

      it('is tagged for those who listen: language, title, headings, terms as row headers', () => {
        const tags = pdf.pages.flatMap((page) => page.tags);
        assert.equal(tags.filter((tag) => tag === 'H1').length, 1);
        assert.equal(tags.filter((tag) => tag === 'H2').length, agreement.sections.length);
        const rows = agreement.sections.flatMap((section) => section.rows).length;
        for (const cell of ['TR', 'TH', 'TD']) {
          assert.equal(tags.filter((tag) => tag === cell).length, rows, cell);
        }
        assert.equal(pdf.information.Language, agreement.language);
        assert.equal(pdf.information.Title, `${agreement.title} ${agreement.number}`);
      });

      it('carries the confirmed disclosure and knows no other time than that of the confirmation', () => {
        assert.deepEqual(pdf.attachments, { 'disclosure.json': agreement.disclosureJson });
        const file = Buffer.from(printed.pdf).toString('latin1');
        const times = [...file.matchAll(/\(D:(\d{14})Z\)|<xmp:\w+Date>([^<]+)</g)];
        assert.ok(times.length >= 4);
        for (const [, short, long = ''] of times) {
          assert.equal(short ?? long.replaceAll(/\D/g, ''), '20261124013107');
        }
      });

      it('is the same file when printed again', async () => {
        const again = await press.print(agreement);
        assert.ok(Buffer.from(again.pdf).equals(printed.pdf));
        assert.equal(again.html, printed.html);
      });
    });
  }

  it('prints a value that is longer than pages whole', async () => {
    const clauses = Array.from(
      { length: 260 },
      (_, index) => `第${index}款：流量不足一兆按一兆计。`,
    );
    const pdf = await readPdf((await press.print(withValue(clauses.join('')))).pdf);
    assert.ok(pdf.pages.length > 2);
    const letters = lettersOfPdf(pdf, chineseAgreement.footer);
    assert.ok(letters.includes(lettersOf(clauses.join(''))));
  });

  it('breaks a word that is longer than a line', async () => {
    const pdf = await readPdf((await press.print(withValue('x'.repeat(400)))).pdf);
    assert.ok(lettersOfPdf(pdf).includes('x'.repeat(400)));
    const runs = pdf.pages.flatMap((page) => page.runs);
    assert.ok(runs.every(({ x, width }) => x + width <= a4.width - a4.margin));
  });

  it('shows markup in a value as the letters it is', async () => {
    const value = `<script>alert("1")</script> & 'x' </td>`;
    const operatorName = '<b>A & B</b>';
    const { html, pdf } = await press.print({ ...withValue(value), operatorName });
    assert.doesNotMatch(html, /<script|<b>/);
    assert.ok(html.includes('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;'));
    assert.ok(lettersOfPdf(await readPdf(pdf)).includes(lettersOf(value)));
    const metadata = Buffer.from(pdf).toString('utf8');
    assert.ok(metadata.includes('<rdf:li>&lt;b&gt;A &amp; B&lt;/b&gt;</rdf:li>'));
  });

  it('signs nothing that contradicts itself', async () => {
    const disclosureJson = chineseAgreement.disclosureJson.replace('129', '128');
    await assert.rejects(press.print({ ...chineseAgreement, disclosureJson }), RangeError);
    await assert.rejects(press.print({ ...chineseAgreement, agreedAt: 'soon' }), RangeError);
  });
});

/** The Chinese agreement with one section that holds one value. */
function withValue(value: string): AgreementDocument {
  const rows = [{ term: '说明', value }];
  const section = { heading: '甲、内容', rows, paragraphs: [], isMajorInterest: false };
  return { ...chineseAgreement, sections: [section] };
}

/** All texts an agreement was given, footer aside. */
function wordsOf({ title, number, operatorName, sections }: AgreementDocument): string[] {
  return [
    title,
    number,
    operatorName,
    ...sections.flatMap(({ heading, rows, paragraphs }) => [
      heading,
      ...rows.flatMap(({ term, value }) => [term, value]),
      ...paragraphs,
    ]),
  ];
}

/** All letters of a PDF in reading order; with a footer given, without the foot of each page. */
function lettersOfPdf({ pages }: ReadPdf, footer?: string): string {
  return pages
    .map(({ runs }, index) => {
      const letters = lettersOf(runs.map(({ text }) => text).join(''));
      const foot = `${lettersOf(footer ?? '')}${index + 1}/${pages.length}`;
      return footer && letters.endsWith(foot) ? letters.slice(0, -foot.length) : letters;
    })
    .join('');
}

function overlaps(
  one: { x: number; y: number; width: number },
  other: { x: number; y: number; width: number },
): boolean {
  const isBeside = one.x + one.width <= other.x + 0.1 || other.x + other.width <= one.x + 0.1;
  return !isBeside && Math.abs(one.y - other.y) < 8;
}

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
