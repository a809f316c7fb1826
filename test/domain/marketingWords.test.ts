import assert from 'node:assert/strict';
import {
  marketingOnSentences,
  speaksOfTurningOn,
  turnsMarketingOn,
} from '../../domain/marketingWords.ts';
import { durationParts, retention } from '../../domain/policy/retention.ts';

describe('words about advertising', () => {
  it('turn it on only as a whole sentence, whatever the punctuation', () => {
    for (const sentence of marketingOnSentences) {
      assert.ok(turnsMarketingOn(sentence), sentence);
      assert.ok(turnsMarketingOn(` ${sentence.toUpperCase()}！`), sentence);
      assert.ok(!turnsMarketingOn(`不${sentence}`), sentence);
      assert.ok(!turnsMarketingOn(`${sentence}吗`), sentence);
    }
    for (const other of ['好的', '同意', '可以', 'yes', 'ok', '', '接收营销短信']) {
      assert.ok(!turnsMarketingOn(other), other);
    }
  });

  it('that speak of turning it on never turn it off', () => {
    for (const on of ['开启营销短信', '帮我恢复优惠短信', 'turn on marketing messages']) {
      assert.ok(speaksOfTurningOn(on), on);
    }
    for (const off of [
      '不同意接收广告',
      '关闭推送',
      'turn off marketing',
      'opt out of ads',
      '别发广告',
    ]) {
      assert.ok(!speaksOfTurningOn(off), off);
    }
  });
});

describe('the periods', () => {
  it('can be said in one number and a unit, every one of them', () => {
    for (const { keep } of Object.values(retention)) assert.ok(durationParts(keep).count > 0);
    assert.deepEqual(durationParts('P6M'), { unit: 'months', count: 6 });
    assert.deepEqual(durationParts('PT5M'), { unit: 'minutes', count: 5 });
    assert.throws(() => durationParts('P1Y6M'), RangeError);
  });

  it('are those of the catalogue (rights §7)', () => {
    assert.equal(retention.transcript.keep, 'P6M');
    assert.equal(retention.linkedTranscript.keep, 'P3Y');
    assert.equal(retention.evidence.keep, 'P3Y');
    assert.equal(retention.agreement.uponRequest, 'kept');
  });
});
