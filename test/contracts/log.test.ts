import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { createPinoLog } from '../../adapters/log/pinoLog.ts';

/** What the log writes of these facts. */
function lineOf(facts: Record<string, unknown>): Record<string, unknown> {
  let written = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  createPinoLog('info', destination).error('something.happened', facts);
  return JSON.parse(written) as Record<string, unknown>;
}

describe('the log', () => {
  const leaks: ReadonlyArray<readonly [what: string, said: string]> = [
    ['a number', 'no line 13800138000 here'],
    ['a full-width number', 'no line １３８００１３８０００'],
    ['a number in numerals', '一三八零零一三八零零零'],
    ['an identity number', 'at 11010519491231002X'],
    ['a card', 'card 6222021234567890128'],
    ['a code', 'code 483920 is wrong'],
    ['a password', 'password: hunter2'],
    ['a mail address', 'to zhang@example.com'],
    ['an address', '寄到广东省深圳市南山区科技路1号'],
    ['what was masked for a transcript', '138****8000 张** z***@example.com'],
  ];
  for (const [what, said] of leaks)
    it(`has nothing of ${what}, even where a caller slips`, () => {
      const written = lineOf({ reason: said, trail: [{ deep: said }], 'a name': said });
      assert.equal(written.event, 'something.happened');
      const line = JSON.stringify({ ...written, time: undefined }).normalize('NFKC');
      assert.doesNotMatch(line, /\d{3}|[一三八零]{3}|zhang|hunter|南山|张\*|@/);
    });

  it('blanks what has a name that says it', () => {
    const { text, inner } = lineOf({ text: 'hello', inner: { token: 'abc' } });
    assert.deepEqual([text, inner], ['[hidden]', { token: '[hidden]' }]);
  });

  it('keeps ids of our own, counts and places in the code as they are', () => {
    const facts = {
      conversationId: '0f3a12345678-483920',
      count: 483920,
      trail: ['at answer (file:///app/bots/customerBot.ts:83:22)'],
    };
    const { conversationId, count, trail } = lineOf(facts);
    assert.deepEqual({ conversationId, count, trail }, facts);
    assert.equal(lineOf({ count: 13_800_138_000 }).count, '[已隐藏]');
  });
});
