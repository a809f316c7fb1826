import assert from 'node:assert/strict';
import { createTranscriptPages } from '../../bots/transcriptPages.ts';
import { startTalk, vault } from '../support/talk.ts';

const chen = '13800138002';

describe('the record of a chat', () => {
  it('is a page for its customer that opens once, who and when on each line', async () => {
    const { customer, bot, store, now } = await startTalk({ verifiedPhoneNumber: chen });
    await customer.says('查余额');
    bot.shows();
    await customer.says('对话记录');
    const { link, notes = [] } = bot.shows();
    const secret = link?.url.split('/').at(-1) ?? '';
    const [, digits] = /(\d{4})/.exec(notes.join()) ?? [];
    const open = createTranscriptPages({ store, vault, clock: now });
    assert.equal(await open(secret, '0000'), undefined);
    const opened = await open(secret, digits);
    assert.ok(opened?.lines.some(({ from, text }) => from === 'customer' && text === '查余额'));
    assert.ok(opened?.lines.every(({ at }) => !Number.isNaN(Date.parse(at))));
    assert.ok(!JSON.stringify(opened).includes(secret), 'the link is not in what it opens');
    assert.equal(await open(secret, digits), undefined);
  });

  it('is asked for with the number proved first', async () => {
    const { customer, bot } = await startTalk();
    await customer.says('transcript');
    bot.shows();
  });

  it('is not what is meant by having it deleted', async () => {
    const { customer, bot } = await startTalk({ verifiedPhoneNumber: chen });
    await customer.says('删除我的对话记录');
    assert.notEqual(bot.shows().title, '这个对话的记录');
  });
});
