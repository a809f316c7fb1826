import assert from 'node:assert/strict';
import type { Link, Store, StoredAgreement } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { forEachDatabase } from '../support/databases.ts';
import { afterNoon, answerTo, claim, message, noon, openTalk } from '../support/storedTalk.ts';

const link = (digest: string, more: Partial<Link> = {}): Link => ({
  digest,
  sealedPayload: `sealed ${digest}`,
  expiresAt: afterNoon(60),
  ...more,
});

describe('a link', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    it('opens once, with what it was made for', async () => {
      await store.issueLink(link('once'));
      assert.equal(await store.useLink('once', afterNoon(59)), 'sealed once');
      assert.equal(await store.useLink('once', afterNoon(59)), undefined);
      assert.equal(await store.useLink('never issued', noon), undefined);
    });

    it('opens for one of twenty who try at once', async () => {
      const other = await database.open();
      await store.issueLink(link('race'));
      const opened = await Promise.all(
        Array.from({ length: 20 }, (_unused, place) =>
          (place % 2 ? store : other).useLink('race', noon),
        ),
      );
      assert.deepEqual(
        opened.filter((payload) => payload !== undefined),
        ['sealed race'],
      );
    });

    it('does not open any more when its time is over', async () => {
      await store.issueLink(link('late'));
      assert.equal(await store.useLink('late', afterNoon(60)), undefined);
      assert.equal(await store.useLink('late', noon), undefined);
    });

    it('comes out of a turn with everything else, or not at all', async () => {
      const id = await openTalk(store);
      await store.receive(message(id, 'a'));
      const lost = await claim(store, id);
      const turn = await claim(store, id);
      await store.commitTurn(answerTo(lost, 'lost', { links: [link('of lost')] }));
      const links = [link('of turn'), link('of turn too')];
      await store.commitTurn(answerTo(turn, 'done', { links }));
      assert.equal(await store.useLink('of lost', noon), undefined);
      assert.equal(await store.useLink('of turn', noon), 'sealed of turn');
      assert.equal(await store.useLink('of turn too', noon), 'sealed of turn too');
    });

    it('issued again under the same digest is the later one', async () => {
      await store.issueLink(link('again', { sealedPayload: 'first' }));
      await store.issueLink(link('again', { sealedPayload: 'second' }));
      assert.equal(await store.useLink('again', noon), 'second');
      assert.equal(await store.useLink('again', noon), undefined);
    });

    it('leaves nothing of its payload when it was opened, and no row when it is over', async () => {
      await store.issueLink(link('erased'));
      await store.useLink('erased', noon);
      const rows = () => database.query(`select sealed_payload from link where digest = 'erased'`);
      assert.deepEqual(await rows(), [{ sealed_payload: null }]);
      await store.useLink('anything', afterNoon(60));
      assert.deepEqual(await rows(), []);
    });
  });
});

const agreement = (number: string, more: Partial<StoredAgreement> = {}): StoredAgreement => ({
  number,
  quoteId: `quote of ${number}`,
  customerId: 'anna',
  madeAt: noon,
  documentHash: 'ab'.repeat(32),
  sealedPdf: `pdf ${number}`,
  sealedHtml: `html ${number}`,
  ...more,
});

describe('an agreement', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    it('is read again as it was kept', async () => {
      const kept = agreement('A-1', { customerId: 'reader', sealedPdf: 'p'.repeat(400_000) });
      assert.deepEqual(await store.keepAgreement(kept), kept);
      assert.deepEqual(await store.agreement('A-1'), kept);
      assert.equal(await store.agreement('A-0'), undefined);
    });

    it('stays the first under its quote, whatever is offered later', async () => {
      const first = agreement('B-1', { quoteId: 'b' });
      await store.keepAgreement(first);
      const later = agreement('B-2', { quoteId: 'b', sealedPdf: 'other bytes' });
      assert.deepEqual(await store.keepAgreement(later), first);
      assert.deepEqual(await store.keepAgreement({ ...first, sealedPdf: 'changed' }), first);
      assert.equal(await store.agreement('B-2'), undefined);
    });

    it('is one when two workers keep it at once', async () => {
      const other = await database.open();
      const kept = await Promise.all(
        Array.from({ length: 20 }, (_unused, place) =>
          (place % 2 ? store : other).keepAgreement(agreement(`C-${place}`, { quoteId: 'c' })),
        ),
      );
      assert.equal(new Set(kept.map(({ number }) => number)).size, 1);
    });

    it('never takes the number of another', async () => {
      await store.keepAgreement(agreement('D-1'));
      const taken = agreement('D-1', { quoteId: 'another' });
      await assert.rejects(store.keepAgreement(taken), Unavailable);
      assert.equal((await store.agreement('D-1'))?.quoteId, 'quote of D-1');
    });

    it('is listed for its customer, newest first and without its bytes', async () => {
      for (const [place, number] of ['E-1', 'E-2', 'E-3'].entries()) {
        const madeAt = afterNoon(place);
        await store.keepAgreement(agreement(number, { customerId: 'bo', madeAt }));
      }
      const listed = await store.agreements('bo');
      assert.deepEqual(
        listed.map(({ number }) => number),
        ['E-3', 'E-2', 'E-1'],
      );
      assert.deepEqual(listed[0], {
        number: 'E-3',
        quoteId: 'quote of E-3',
        customerId: 'bo',
        madeAt: afterNoon(2),
        documentHash: 'ab'.repeat(32),
      });
      assert.deepEqual(await store.agreements('nobody'), []);
    });

    it('refuses to be changed or removed', async () => {
      await store.keepAgreement(agreement('F-1'));
      for (const change of [
        `update agreement set sealed_pdf = 'x'`,
        'delete from agreement',
        'truncate agreement',
      ]) {
        await assert.rejects(database.query(change), /agreement is append-only/);
      }
    });
  });
});
