import assert from 'node:assert/strict';
import { asText, longestBytes, partsOf, wordsOf } from '../../channels/weChat/words.ts';

describe('the words sent to WeChat', () => {
  it('are cut between lines, each part within 2048 bytes, nothing lost', () => {
    const line = '套餐月费：¥129.00（含 30 GB 流量）';
    const text = Array.from({ length: 200 }, (_unused, place) => `${place} ${line}`).join('\n');
    const parts = partsOf(text);
    for (const part of parts) assert.ok(Buffer.byteLength(part) <= longestBytes);
    assert.equal(parts.join('\n'), text);
  });

  it('are cut between whole characters where no line ends', () => {
    const family = '👨‍👩‍👧‍👦';
    for (const text of [family.repeat(300), '明'.repeat(3000), `${'a'.repeat(2047)}é`]) {
      const parts = partsOf(text);
      assert.equal(parts.join(''), text);
      for (const part of parts) {
        assert.ok(Buffer.byteLength(part) <= longestBytes);
        assert.doesNotMatch(part, /^\u200d|\ufffd/u);
      }
    }
    assert.ok(partsOf(family.repeat(300)).every((part) => part.startsWith('👨')));
  });

  it('of one turn are one text, with the numbers of its last choices', () => {
    const words = wordsOf([
      { text: '第一', channelData: { choices: [{ label: '旧的', message: '旧的', number: 1 }] } },
      {
        text: '第二',
        locale: 'en',
        channelData: {
          choices: [
            { label: '新的', message: '新的', number: 1 },
            { label: '确认办理', message: '确认办理', token: 'x' },
          ],
        },
      },
    ]);
    assert.equal(asText(words), '第一\n\n第二\n1. 新的');
    assert.equal(words.language, 'en');
  });

  it('hold no link but those that are written out', () => {
    assert.equal(
      wordsOf([{ text: '<a href="http://x">点</a> 1<2 <b>' }]).text.includes('<a'),
      false,
    );
    assert.equal(wordsOf([{ text: '1<2' }]).text, '1<2');
  });
});
