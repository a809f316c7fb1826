import assert from 'node:assert/strict';
import nock from 'nock';
import { createChatwootDesk } from '../../adapters/agentDesk/chatwoot.ts';
import type { HandoffContext } from '../../ports/agentDesk.ts';
import type { StoredActivity } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';

const root = 'https://desk.example.com';
const base = '/api/v1/accounts/1';
const context: HandoffContext = {
  handoffId: 'handoff-1',
  conversationId: 'talk-1',
  channelId: 'directline',
  reason: 'asked',
  priority: 1,
  language: 'zh-CN',
  requestedAt: '2026-11-24T02:00:00.000Z',
  intent: { name: 'talkToPerson', confidence: 1 },
  tried: ['checkBill'],
  accessibility: [],
};
const event = {
  type: 'event',
  attachments: [
    {
      content: {
        activities: [
          {
            type: 'message',
            text: '转人工',
            from: { role: 'user' },
            timestamp: '2026-11-24T02:00:00Z',
          },
        ],
      },
    },
  ],
} as unknown as StoredActivity;

const desk = () =>
  createChatwootDesk({
    url: root,
    accountId: '1',
    inboxId: '5',
    token: 'token',
    timeoutMs: 1000,
    handoffs: { queueBefore: async () => ({ ahead: 2, waiting: 2, waitMs: 60_000 }) },
    clock: () => new Date('2026-11-24T02:00:00Z'),
    timeZone: 'Asia/Shanghai',
    hours: ['00:00', '00:00'],
    queueLimit: 10,
  });

const api = () => nock(root, { reqheaders: { api_access_token: 'token' } });
const contact = { id: 11, identifier: 'handoff-1' };
const known = () =>
  api()
    .get(`${base}/contacts/search?q=handoff-1`)
    .reply(200, { payload: [contact] })
    .get(`${base}/contacts/11/conversations`)
    .reply(200, { payload: [{ id: 7, inbox_id: 5 }] });

describe('a Chatwoot account as the desk', () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  it('hands over once: contact, open conversation, and the masked transcript as a private note', async () => {
    const bodies: Array<Record<string, unknown>> = [];
    const keep = (body: Record<string, unknown>) => {
      bodies.push(body);
      return true;
    };
    const scope = api()
      .get(`${base}/contacts/search?q=handoff-1`)
      .twice()
      .reply(200, { payload: [] })
      .post(`${base}/contacts`, keep)
      .reply(200, { payload: { contact: { id: 11 } } })
      .post(`${base}/conversations`, keep)
      .reply(200, { id: 7 })
      .post(`${base}/conversations/7/messages`, keep)
      .reply(200, {});
    await desk().initiate(context, event);
    scope.done();
    assert.deepEqual(bodies[0], { inbox_id: '5', name: 'handoff-', identifier: 'handoff-1' });
    assert.equal(bodies[1]?.source_id, 'handoff-1');
    assert.equal(bodies[1]?.status, 'open');
    assert.equal(bodies[2]?.private, true);
    assert.match(String(bodies[2]?.content), /tried: checkBill[\s\S]*user: 转人工/);
    const again = known();
    await desk().initiate(context, event);
    again.done();
  });

  it('passes on a line as the customer’s, and resolves at the end', async () => {
    const scope = known()
      .post(`${base}/conversations/7/messages`, (body) => body.message_type === 'incoming')
      .reply(200, {});
    const at = '2026-11-24T02:01:00Z';
    const line = {
      handoffId: 'handoff-1',
      conversationId: 'talk-1',
      activityId: 'a',
      text: '在吗',
      at,
    };
    await desk().forward(line);
    scope.done();
    const end = known()
      .post(`${base}/conversations/7/toggle_status`, { status: 'resolved' })
      .reply(200, { payload: { success: true } });
    await desk().end('handoff-1', 'talk-1');
    end.done();
  });

  it('says how it stands: people online, and how many come first', async () => {
    const since = '2026-11-24T02:00:00Z';
    api()
      .get(`${base}/agents`)
      .reply(200, [{ id: 3, availability_status: 'online' }]);
    assert.deepEqual(await desk().standing(1, since), { state: 'open', ahead: 2, waitMs: 60_000 });
    api()
      .get(`${base}/agents`)
      .reply(200, [{ id: 3, availability_status: 'offline' }]);
    assert.equal((await desk().standing(1, since)).state, 'empty');
  });

  for (const [what, answer] of [
    ['refuses', () => api().get(/.*/).reply(500, {})],
    ['answers HTML', () => api().get(/.*/).reply(200, '<html></html>')],
    ['is gone', () => api().get(/.*/).replyWithError('ECONNREFUSED')],
  ] as const)
    it(`is unavailable when it ${what}, so that the outbox tries again`, async () => {
      answer();
      await assert.rejects(desk().initiate(context, event), Unavailable);
    });
});
