import assert from 'node:assert/strict';
import nock from 'nock';
import { type CluOptions, createCluRecognizer } from '../../adapters/recognizer/clu.ts';
import { hiddenMark, maskText } from '../../domain/masking.ts';
import type { Recognizer } from '../../ports/recognizer.ts';
import { silentLog } from '../support/world.ts';

const endpoint = 'https://clu.test';
const path = '/language/:analyze-conversations';
const context = { language: 'zh-CN', today: '2026-11-24' } as const;
const fallback: Recognizer = {
  recognize: async () => ({ intent: 'fallback', confidence: 1, ranking: [], entities: [] }),
};
const clu = (more: Partial<CluOptions> = {}) =>
  createCluRecognizer({
    endpoint,
    key: 'k',
    projectName: 'mingbai',
    deploymentName: 'production',
    timeoutMs: 1000,
    findEntities: () => [],
    fallback,
    clock: () => new Date('2026-11-24T02:00:00Z'),
    log: silentLog,
    ...more,
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

  /** What the service answers with, and the reason that the log gives. */
  const faults: ReadonlyArray<readonly [number, object | string, object, string]> = [
    [400, { error: { code: 'InvalidArgument', message: 'm' } }, {}, 'InvalidArgument'],
    [401, { error: { code: '401', message: 'm' } }, {}, '401'],
    [401, '', {}, '401'],
    [
      404,
      { error: { code: 'InvalidRequest', innererror: { code: 'ProjectNotFound' } } },
      {},
      'ProjectNotFound',
    ],
    [429, { error: { code: '429', message: 'm' } }, {}, '429'],
    [429, { error: { code: '429', message: 'm' } }, { 'retry-after': '1' }, '429'],
    [500, { error: { code: 'InternalServerError' } }, {}, 'InternalServerError'],
    [503, '', {}, '503'],
    [200, '<html>sign in</html>', { 'content-type': 'text/html' }, 'Error'],
    [200, { kind: 'ConversationResult', result: {} }, {}, 'Error'],
  ];
  for (const [status, body, headers, reason] of faults) {
    const what = `${status} ${JSON.stringify(body)} ${JSON.stringify(headers)}`;
    it(`asks once and gives way on ${what}`, async () => {
      const asked = nock(endpoint)
        .post(path)
        .query(true)
        .reply(status, body, { ...headers });
      const again = nock(endpoint)
        .post(path)
        .query(true)
        .reply(status, body, { ...headers });
      const logged: unknown[] = [];
      const log = { ...silentLog, warn: (_: string, facts?: object) => logged.push(facts) };
      const { intent } = await clu({ log }).recognize('查话费', context);
      assert.equal(intent, 'fallback');
      assert.ok(asked.isDone() && !again.isDone());
      assert.deepEqual(logged, [{ reason, failures: 1 }]);
    });
  }

  it('is left alone for as long as it asks, and asked again after that', async () => {
    nock(endpoint).post(path).query(true).reply(429, {}, { 'retry-after': '7' });
    const later = nock(endpoint).post(path).query(true).reply(500);
    let now = new Date('2026-11-24T02:00:00Z');
    const recognizer = clu({ clock: () => now });
    await recognizer.recognize('查话费', context);
    now = new Date(now.getTime() + 6_900);
    await recognizer.recognize('查话费', context);
    assert.equal(later.isDone(), false);
    now = new Date(now.getTime() + 200);
    await recognizer.recognize('查话费', context);
    assert.ok(later.isDone());
  });

  it('gives way when the answer takes too long', async () => {
    nock(endpoint).post(path).query(true).delay(500).reply(200, {});
    assert.equal((await clu({ timeoutMs: 50 }).recognize('查话费', context)).intent, 'fallback');
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
