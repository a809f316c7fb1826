import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readPdfObjects } from '../../adapters/agreement/pdfObjects.ts';
import { verifyAgreement } from '../../adapters/agreement/verify.ts';
import { createAgreementPages } from '../../bots/agreementPages.ts';
import { canonicalJson } from '../../domain/disclosure.ts';
import type { Language } from '../../domain/language.ts';
import { startSandbox } from '../../sandbox/server.ts';
import {
  type ChangeTalkOptions,
  type CodeTalk,
  chen,
  kinds,
  talkAbout,
  talkUntilFirstConfirmation,
} from '../support/change.ts';
import { closeAfterTest } from '../support/closing.ts';
import { belongsTo } from '../support/lines.ts';
import { pairingOf, secretOf } from '../support/links.ts';
import { vault } from '../support/talk.ts';
import { world } from '../support/world.ts';

const minuteMs = 60_000;
const words = {
  'zh-CN': { mine: '我的协议', orders: '办理记录', resend: '重新发送' },
  en: { mine: 'my agreement', orders: 'my orders', resend: 'Resend' },
} as const;

/** Until something was ordered and its agreement is there. */
async function talkUntilAgreed(
  language: Language,
  options: ChangeTalkOptions = {},
): Promise<CodeTalk & { readonly number: string }> {
  const talk = await talkUntilFirstConfirmation(kinds.orderService, { language, ...options });
  await talk.customer.says(talk.code);
  talk.bot.says('change:ordering');
  talk.bot.says('change:outcomeText.committed');
  const [number = ''] = /AG-[0-9A-F]+/.exec(talk.bot.shows().text ?? '') ?? [];
  assert.ok(number);
  return { ...talk, number };
}

/** Opens the link in the view as the page does. */
function openerOf({ store, now }: CodeTalk) {
  return createAgreementPages({ store, vault, clock: now, newId: randomUUID });
}

for (const language of ['zh-CN', 'en'] as const)
  describe(`electronic agreements (${language})`, () => {
    const { mine, resend } = words[language];
    const ask = { number: '138****8001', minutes: 5 };

    it('are shown after a fresh code, by a link that opens once', async () => {
      const talk = await talkUntilAgreed(language);
      const { customer, bot, phone, number } = talk;
      await customer.says(mine);
      bot.says('stepUp:ask.agreement', ask);
      await customer.says(await phone.code(chen));
      const view = bot.says('getAgreement:text', { minutes: 5 });
      assert.deepEqual(
        view.sections?.[0]?.rows?.map(({ term }) => term),
        [number],
      );
      const open = openerOf(talk);
      const [secret, digits] = [secretOf(view), pairingOf(view)];
      assert.equal(await open(secret, undefined), undefined);
      assert.equal(await open(secret, 'a browser'), undefined);
      const list = await open(secret, digits);
      assert.ok(list?.kind === 'list');
      assert.equal(list.language, language);
      assert.equal(list.digits, digits);
      assert.equal(await open(secret, digits), undefined);
      const [entry] = list.agreements;
      assert.equal(await open(entry?.pdf ?? '', 'a browser'), undefined);
      const pdf = await open(entry?.pdf ?? '', digits);
      assert.ok(pdf?.kind === 'document' && pdf.format === 'pdf');
      assert.equal(await open(entry?.pdf ?? '', digits), undefined);
      const page = await open(entry?.page ?? '', digits);
      assert.ok(page?.kind === 'document' && page.bytes.toString('utf8').includes(number));
    });

    it('are signed, and say exactly what was confirmed', async () => {
      const { store, number, evidence } = await talkUntilAgreed(language);
      const kept = await store.agreement(number);
      assert.ok(kept);
      const pdf = Buffer.from(vault.open(kept.sealedPdf), 'base64');
      const [disclosed] = await evidence();
      const verified = verifyAgreement(pdf);
      assert.ok(verified.isValid);
      assert.equal(verified.number, number);
      assert.equal(verified.disclosureHash, disclosed?.data.hash);
      const attached = readPdfObjects(pdf).attachment('disclosure.json').toString('utf8');
      assert.equal(attached, canonicalJson(disclosed?.data.disclosure));
      const changed = Buffer.from(pdf);
      changed[Math.floor(pdf.length / 3)] = (changed[Math.floor(pdf.length / 3)] ?? 0) ^ 1;
      assert.equal(verifyAgreement(changed).isValid, false);
    });

    it('never hold the code, nor the whole number', async () => {
      const { store, number, code, evidence } = await talkUntilAgreed(language);
      const kept = await store.agreement(number);
      const html = vault.open(kept?.sealedHtml ?? '');
      assert.ok(!html.includes(chen) && html.includes('138****8001'));
      assert.ok(!new RegExp(`\\b${code}\\b`).test(html.replace(/<[^>]+>/g, ' ')));
      assert.ok(!JSON.stringify(await evidence()).includes(`"${code}"`));
    });

    it('are not shown for a wrong code, nor for one that is too old', async () => {
      const { customer, bot, phone, later } = await talkUntilAgreed(language);
      await customer.says(mine);
      bot.says('stepUp:ask.agreement', ask);
      const code = await phone.code(chen);
      await customer.says(String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
      bot.says('identification:wrong');
      later(5 * minuteMs);
      await customer.says(code);
      bot.says('identification:expired');
      await customer.says(resend);
      bot.says('stepUp:ask.agreement', ask);
      await customer.says(await phone.code(chen));
      bot.says('getAgreement:text', { minutes: 5 });
    });

    it('whose link was left lying for five minutes does not open', async () => {
      const talk = await talkUntilAgreed(language);
      const { customer, bot, phone, later } = talk;
      await customer.says(mine);
      bot.shows();
      await customer.says(await phone.code(chen));
      const view = bot.shows();
      later(5 * minuteMs);
      assert.equal(await openerOf(talk)(secretOf(view), pairingOf(view)), undefined);
    });

    it('are none while nothing was ordered here', async () => {
      const { customer, bot, phone } = await talkAbout(kinds.orderService, { language });
      await customer.says(mine);
      bot.says('stepUp:ask.agreement', ask);
      await customer.says(await phone.code(chen));
      bot.says('getAgreement:none');
    });

    it('and orders are not those of another number of the same customer', async () => {
      const { startedAt } = await world();
      const sandbox = await startSandbox({ port: 0, clock: () => startedAt, orderStepMs: 5 });
      closeAfterTest(() => sandbox.close());
      await belongsTo(sandbox, 'line-wang', 'customer-chen');
      const theirs = await talkUntilAgreed(language, { sandbox });
      await theirs.customer.says(words[language].orders);
      assert.equal(theirs.bot.shows().sections?.length, 1);
      const other = await talkAbout(kinds.orderService, {
        language,
        sandbox,
        phoneNumber: '13800138003',
      });
      await other.customer.says(words[language].orders);
      other.bot.says('checkOrders:none');
      await other.customer.says(mine);
      other.bot.says('stepUp:ask.agreement', { ...ask, number: '138****8003' });
      await other.customer.says(await other.phone.code('13800138003'));
      other.bot.says('getAgreement:none');
      await theirs.customer.says(mine);
      theirs.bot.shows();
      await theirs.customer.says(await theirs.phone.code(chen));
      const view = theirs.bot.shows();
      const list = await openerOf(theirs)(secretOf(view), pairingOf(view));
      assert.ok(list?.kind === 'list');
      assert.deepEqual(
        list.agreements.map(({ number }) => number),
        [theirs.number],
      );
    });

    it('are not opened by the code of an order, which is not used up either', async () => {
      const { customer, bot, code, events } = await talkUntilFirstConfirmation(kinds.orderService, {
        language,
      });
      await customer.says(mine);
      bot.says('stepUp:ask.agreement', ask);
      await customer.says(code);
      bot.says('identification:wrong');
      assert.ok(!(await events()).includes('confirmedTwice'));
    });

    it('are not shown when the SIM was changed days ago', async () => {
      const { customer, bot } = await talkAbout(kinds.orderService, {
        language,
        phoneNumber: '13800138009',
      });
      await customer.says(mine);
      bot.says('identification:freshSim', { hotline: '10000' });
    });
  });
