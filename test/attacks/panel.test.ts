import assert from 'node:assert/strict';
import type { Store } from '../../ports/store.ts';
import { startTalk } from '../support/talk.ts';
import { ownStore } from '../support/world.ts';
import {
  ask,
  enter,
  type Guest,
  linkFor,
  newestCode,
  openPanel,
  type Site,
  startAttacked,
} from './site.ts';

const zhao = '13800138004';
const wang = '13800138003';
const sun = '13800138005';
const zheng = '13800138008';
const words = '上个月的通话详单';
const minute = 60_000;

describe('the itemised records of somebody else', function () {
  this.timeout(120_000);
  let site: Site;
  before(async () => {
    site = await startAttacked();
  });
  after(() => site.close());

  const signedIn = async (number: string) => {
    const guest = await enter(site, number);
    return { guest, secret: await linkFor(site, guest, number, words) };
  };
  const exported = (panel: string, code: string) =>
    ask(site, 'POST', '/records/export', {
      headers: { cookie: panel },
      body: { code, format: 'csv' },
    });
  async function exportCode(panel: string, number: string): Promise<string> {
    const before = await newestCode(site, number);
    const headers = { cookie: panel };
    await ask(site, 'POST', '/records/export-code', { headers, body: {} });
    return (await newestCode(site, number)) ?? before ?? '';
  }

  it('stay closed: a link opens in no other browser, for no other customer, not twice, not late', async () => {
    const anna = await signedIn(zhao);
    const ben = await signedIn(wang);
    const stranger = await enter(site);
    for (const cookie of [ben.guest.cookie, stranger.cookie, '', 'mingbai_browser=forged'])
      assert.equal(await openPanel(site, anna.secret, cookie), 410, cookie);
    // Four digits are asked for only where the chat had no browser.
    assert.equal(await openPanel(site, anna.secret, ben.guest.cookie, 'digits=0000'), 410);
    const panel = await openPanel(site, anna.secret, anna.guest.cookie);
    assert.match(String(panel), /^mingbai_records=/, 'nobody used it up for its owner');
    assert.equal(await openPanel(site, anna.secret, anna.guest.cookie), 410, 'twice');
    site.later(5 * minute);
    assert.equal(await openPanel(site, ben.secret, ben.guest.cookie), 410, 'late');
    const read = await ask(site, 'GET', '/records/data', { headers: { cookie: String(panel) } });
    assert.equal(read.status, 410, 'an open panel is over as well');
  });

  it('are not opened by the code of a login, nor by one that was used', async () => {
    const guest: Guest = await enter(site);
    await guest.says('查余额');
    await guest.says(sun);
    const login = await guest.code(sun);
    await guest.says(login);
    await guest.says(words);
    const records = await guest.code(sun, login);
    assert.doesNotMatch(await guest.says(login), /\/records\//, 'the code of the login');
    assert.match(await guest.says(records), /\/records\/[0-9a-f]{64}/);
    site.later(2 * minute);
    await guest.says(words);
    await guest.code(sun, records);
    assert.doesNotMatch(await guest.says(records), /\/records\//, 'the code that was used');
  });

  it('are not exported by guessing at once: five looks, then the number is locked', async () => {
    const { guest, secret } = await signedIn(zheng);
    const panel = String(await openPanel(site, secret, guest.cookie));
    const right = await exportCode(panel, zheng);
    const guesses = Array.from({ length: 60 }, (_, index) => String(100_000 + index));
    const tries = await Promise.all(
      guesses.filter((code) => code !== right).map((code) => exported(panel, code)),
    );
    const statuses = tries.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 422).length, 4);
    assert.equal(statuses.filter((status) => status === 429).length, statuses.length - 4);
    assert.equal((await exported(panel, right)).status, 429, 'even the right code is too late');
  });

  it('are exported once for a code, also when a wrong one comes at that very moment', async () => {
    const memory = await ownStore();
    const wrongIsCounted = moment();
    const rightIsUsed = moment();
    let isNext = false;
    const store: Store = {
      ...memory,
      async count(key, ...rest) {
        const counted = await memory.count(key, ...rest);
        if (!isNext || !key.startsWith('code:failures')) return counted;
        isNext = false;
        wrongIsCounted.come();
        await rightIsUsed.arrival;
        return counted;
      },
    };
    const browser = 'the secret of a browser';
    const talk = await startTalk({
      verifiedPhoneNumber: wang,
      store,
      browser,
      carrierTimeoutMs: 20_000,
    });
    await talk.customer.says(words);
    talk.bot.shows();
    await talk.customer.says(await talk.phone.code(wang));
    const secret = talk.bot.shows().link?.url.split('/').at(-1) ?? '';
    const opened = await talk.panel.open(secret, browser);
    assert.ok(typeof opened === 'object');
    const { session } = opened;
    await talk.panel.sendExportCode(session);
    const right = await talk.phone.code(wang);
    isNext = true;
    const wrong = talk.panel.exportRows(session, right === '000000' ? '111111' : '000000', {});
    await wrongIsCounted.arrival;
    assert.equal(typeof (await talk.panel.exportRows(session, right, {})), 'object');
    rightIsUsed.come();
    assert.equal(await wrong, 'wrongCode');
    assert.equal(await talk.panel.exportRows(session, right, {}), 'wrongCode');
  });
});

/** Something that one waits for and another brings about. */
function moment() {
  let come = () => {};
  const arrival = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { arrival, come: () => come() };
}
