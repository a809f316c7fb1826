import assert from 'node:assert/strict';
import nock from 'nock';
import { createCluRecognizer } from '../../adapters/recognizer/clu.ts';
import { hiddenMark, maskText } from '../../domain/masking.ts';
import type { Recognizer } from '../../ports/recognizer.ts';
import { silentLog } from '../support/world.ts';

const endpoint = 'https://clu.test';
const path = '/language/:analyze-conversations';
const context = { language: 'zh-CN', today: '2026-11-24' } as const;
const fallback: Recognizer = {
  recognize: async () => ({ intent: 'fallback', confidence: 1, ranking: [], entities: [] }),
};
const clu = (timeoutMs = 1000) =>
  createCluRecognizer({
    endpoint,
    key: 'k',
    projectName: 'mingbai',
    deploymentName: 'production',
    timeoutMs,
    findEntities: () => [],
    fallback,
    clock: () => new Date('2026-11-24T02:00:00Z'),
    log: silentLog,
  });

describe('CLU in the cloud', () => {
  afterEach(() => nock.cleanAll());

  it('is asked in the customer’s language and believed', async () => {
    nock(endpoint)
      .post(path, (body) => body.analysisInput.conversationItem.language === 'zh-hans')
      .query(true)
      .reply(200, {
        kind: 'ConversationResult',
        result: {
          query: '查话费',
          prediction: {
            projectKind: 'Conversation',
            topIntent: 'checkBill',
            intents: [{ category: 'checkBill', confidenceScore: 0.93 }],
            entities: [],
          },
        },
      });
    const { intent, confidence } = await clu().recognize('查话费', context);
    assert.deepEqual([intent, confidence], ['checkBill', 0.93]);
  });

  it('hears less than a transcript keeps: no number, name, mail address or code', async () => {
    let asked = '';
    const said = '我叫张三丰，号码13800138000，邮箱zhang@example.com，验证码483920，查话费';
    for (const text of [said, maskText(said).masked]) {
      nock(endpoint)
        .post(path, (body) => {
          asked = body.analysisInput.conversationItem.text;
          return true;
        })
        .query(true)
        .reply(500);
      await clu().recognize(text, context);
      assert.equal(asked, `我叫[某某]，号码[某某]，邮箱${hiddenMark}，验证码${hiddenMark}，查话费`);
    }
  });

  for (const status of [400, 401, 404, 429, 500, 503]) {
    it(`gives way to the embedded recogniser on ${status}`, async () => {
      nock(endpoint).post(path).query(true).reply(status, {});
      assert.equal((await clu().recognize('查话费', context)).intent, 'fallback');
    });
  }

  it('gives way when a web page comes with 200', async () => {
    nock(endpoint).post(path).query(true).reply(200, '<html>', { 'content-type': 'text/html' });
    assert.equal((await clu().recognize('查话费', context)).intent, 'fallback');
  });

  it('gives way when the answer takes too long', async () => {
    nock(endpoint).post(path).query(true).delay(500).reply(200, {});
    assert.equal((await clu(50).recognize('查话费', context)).intent, 'fallback');
  });

  it('is left alone for a while after three failures in a row', async () => {
    const asked = nock(endpoint).post(path).query(true).times(3).reply(500);
    const recognizer = clu();
    for (let turn = 0; turn < 5; turn += 1) await recognizer.recognize('查话费', context);
    assert.ok(asked.isDone());
  });

  it('never sees a whole-message command', async () => {
    assert.equal((await clu().recognize('转人工', context)).intent, 'fallback');
  });
});
