import type { Guest } from './site.ts';

/** A customer who has everything open that one can have open. */
export interface Person {
  readonly number: string;
  /** What the operator's own page vouches with. */
  readonly userToken: string;
  /** The page's. */
  readonly origin: string;
  readonly guest: Guest;
  readonly panel: string;
  readonly recordId: string;
  /** One-use links, not opened yet. */
  readonly links: {
    readonly records: string;
    readonly myData: string;
    readonly transcript: string;
    readonly agreements: string;
    readonly puk: string;
  };
}

/** A request as `who` can make it for what is `whose`. */
export interface Attempt {
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** What another customer gets, and what the owner gets for the very same. */
export interface Case {
  readonly attempt: (who: Person, whose: Person) => Attempt;
  readonly refused: number;
  readonly allowed: number;
}

const bearer = ({ guest }: Person) => ({ authorization: `Bearer ${guest.token}` });
const panelOf = ({ panel, guest }: Person) => ({ cookie: `${panel}; ${guest.cookie}` });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const conversation =
  (rest: string, body?: unknown) =>
  (who: Person, { guest }: Person): Attempt => ({
    path: guest.path + rest,
    headers: bearer(who),
    ...(body !== undefined && { body }),
  });
/** The very link of the other, looked at in one's own browser. */
const look =
  (path: string, link: keyof Person['links']) =>
  ({ guest }: Person, { links }: Person): Attempt => ({
    path: `/${path}/${links[link]}`,
    headers: { cookie: guest.cookie },
  });
/** And its button pressed there. */
const press =
  (path: string, link: keyof Person['links']) =>
  ({ guest }: Person, { links }: Person): Attempt => ({
    path: `/${path}/${links[link]}`,
    headers: { ...form, cookie: guest.cookie },
    body: '',
  });

/** Says nothing of anybody, whoever asks: what is not refused must at least be empty of the other. */
const open = (path: string): Case => ({ attempt: () => ({ path }), refused: 200, allowed: 200 });

/** Asked with everything a customer's browser has; their own conversation is no more open there than another's. */
const staffOnly = (path: string, rest?: string): Case => ({
  attempt: (who, { guest }) => ({
    path: path.endsWith('/') ? `${path}${guest.conversationId}${rest ?? ''}` : path,
    headers: panelOf(who),
    ...(rest !== undefined && { body: {} }),
  }),
  refused: 401,
  allowed: 401,
});

/** Every route but those of the demonstration has its place here; the last closes what the others need. */
export const cases: Readonly<Record<string, Case>> = {
  'GET /metrics': open('/metrics'),
  'GET /healthz': open('/healthz'),
  'GET /readyz': open('/readyz'),
  'GET /': open('/'),
  'GET /widget': open('/widget'),
  'GET /widget.js': open('/widget.js'),
  'GET /assets/*': open('/assets/1/styles/records.css'),
  'GET /agreements/certificate.pem': open('/agreements/certificate.pem'),
  // The desk is for staff: a customer, whoever they are, is nobody there.
  'GET /desk': open('/desk'),
  'POST /desk/session': {
    attempt: (who, whose) => ({
      path: '/desk/session',
      headers: { origin: who.origin },
      body: { id: whose.number, password: who.number },
    }),
    refused: 401,
    allowed: 401,
  },
  'POST /desk/session/close': {
    attempt: ({ origin }) => ({ path: '/desk/session/close', headers: { origin }, body: {} }),
    refused: 200,
    allowed: 200,
  },
  'GET /desk/oidc': { attempt: () => ({ path: '/desk/oidc' }), refused: 303, allowed: 303 },
  'GET /desk/oidc/callback': {
    attempt: () => ({ path: '/desk/oidc/callback?code=1&state=1' }),
    refused: 303,
    allowed: 303,
  },
  'GET /desk/data/queue': staffOnly('/desk/data/queue'),
  'GET /desk/data/chats/:id': staffOnly('/desk/data/chats/'),
  'POST /desk/data/chats/:id/:act': staffOnly('/desk/data/chats/', '/take'),
  'GET /desk/data/search': staffOnly('/desk/data/search?words=1380&reason=because'),
  'GET /desk/transcripts/:id': staffOnly('/desk/transcripts/'),
  'GET /desk/report': staffOnly('/desk/report'),
  'POST /v3/directline/tokens/generate': {
    attempt: (who, whose) => ({
      path: '/v3/directline/tokens/generate',
      headers: bearer(who),
      body: { user: { id: whose.guest.userId } },
    }),
    refused: 403,
    allowed: 403,
  },
  'POST /v3/directline/tokens/refresh': {
    attempt: (who, { guest }) => ({
      path: '/v3/directline/tokens/refresh',
      headers: bearer(who),
      body: { conversationId: guest.conversationId, user: { id: guest.userId } },
    }),
    refused: 200,
    allowed: 200,
  },
  'POST /v3/directline/conversations': {
    attempt: (who, { guest }) => ({
      path: '/v3/directline/conversations',
      headers: bearer(who),
      body: { conversationId: guest.conversationId, user: { id: guest.userId } },
    }),
    refused: 200,
    allowed: 200,
  },
  'GET /v3/directline/conversations/:id': { attempt: conversation(''), refused: 403, allowed: 200 },
  'GET /v3/directline/conversations/:id/activities': {
    attempt: conversation('/activities'),
    refused: 403,
    allowed: 200,
  },
  'POST /v3/directline/conversations/:id/activities': {
    attempt: conversation('/activities', { type: 'message', text: '转人工' }),
    refused: 403,
    allowed: 200,
  },
  'POST /v3/directline/conversations/:id/upload': {
    attempt: conversation('/upload', {}),
    refused: 403,
    allowed: 415,
  },
  // A stolen way back is worth nothing to whom the operator's page vouches for as somebody else.
  'POST /widget/token': {
    attempt: ({ userToken, origin }, { guest }) => ({
      path: '/widget/token',
      headers: { origin },
      body: { resume: guest.resume, userToken },
    }),
    refused: 200,
    allowed: 200,
  },
  'POST /api/messages': {
    attempt: (_who, { guest }) => ({
      path: '/api/messages',
      body: { type: 'message', text: '查余额', from: { id: guest.userId } },
    }),
    refused: 403,
    allowed: 403,
  },
  'POST /sms/replies': {
    attempt: (_who, { number }) => ({
      path: '/sms/replies',
      headers: { 'x-mingbai-signature': `t=1,v1=${'0'.repeat(64)}` },
      body: { id: '1', from: number, text: 'Y1234' },
    }),
    refused: 401,
    allowed: 401,
  },
  // What another customer knows of one is no signature of WeChat's, and neither is one's own.
  'GET /channels/wechat': {
    attempt: (_who, { guest }) => ({
      path: `/channels/wechat?signature=${'0'.repeat(40)}&timestamp=${Math.floor(Date.now() / 1000)}&nonce=1&echostr=${guest.userId}`,
    }),
    refused: 403,
    allowed: 403,
  },
  'POST /channels/wechat': {
    attempt: (_who, { guest }) => ({
      path: `/channels/wechat?signature=${'0'.repeat(40)}&timestamp=${Math.floor(Date.now() / 1000)}&nonce=1`,
      body: { FromUserName: guest.userId, MsgType: 'text', Content: '查余额' },
    }),
    refused: 403,
    allowed: 403,
  },
  'GET /channels/wecom': {
    attempt: (_who, { guest }) => ({
      path: `/channels/wecom?msg_signature=${'0'.repeat(40)}&timestamp=${Math.floor(Date.now() / 1000)}&nonce=1&echostr=${guest.userId}`,
    }),
    refused: 403,
    allowed: 403,
  },
  'POST /channels/wecom': {
    attempt: (_who, { guest }) => ({
      path: `/channels/wecom?msg_signature=${'0'.repeat(40)}&timestamp=${Math.floor(Date.now() / 1000)}&nonce=1`,
      body: { Event: 'kf_msg_or_event', OpenKfId: guest.userId },
    }),
    refused: 403,
    allowed: 403,
  },
  'GET /agreements/:secret': {
    attempt: look('agreements', 'agreements'),
    refused: 200,
    allowed: 200,
  },
  'POST /agreements/:secret': {
    attempt: press('agreements', 'agreements'),
    refused: 410,
    allowed: 200,
  },
  'GET /transcripts/:secret': {
    attempt: look('transcripts', 'transcript'),
    refused: 200,
    allowed: 200,
  },
  'POST /transcripts/:secret': {
    attempt: press('transcripts', 'transcript'),
    refused: 410,
    allowed: 200,
  },
  'GET /my-data/:secret': { attempt: look('my-data', 'myData'), refused: 200, allowed: 200 },
  'POST /my-data/:secret': { attempt: press('my-data', 'myData'), refused: 410, allowed: 200 },
  'GET /private/:secret': { attempt: look('private', 'puk'), refused: 200, allowed: 200 },
  'POST /private/:secret': { attempt: press('private', 'puk'), refused: 410, allowed: 200 },
  'GET /records/:secret': { attempt: look('records', 'records'), refused: 200, allowed: 200 },
  'POST /records/:secret': { attempt: press('records', 'records'), refused: 410, allowed: 303 },
  'GET /records': {
    // A session is a secret of its own: no id of the other's makes one.
    attempt: (who, whose) => ({ path: '/records', headers: sessionFor(who, whose) }),
    refused: 410,
    allowed: 200,
  },
  'GET /records/data': {
    attempt: (who, whose) => ({ path: '/records/data', headers: sessionFor(who, whose) }),
    refused: 410,
    allowed: 200,
  },
  'POST /records/reveal': {
    attempt: (who, { recordId }) => ({
      path: '/records/reveal',
      headers: panelOf(who),
      body: { id: recordId },
    }),
    refused: 410,
    allowed: 200,
  },
  'POST /records/export-code': {
    attempt: (who, whose) => ({
      path: '/records/export-code',
      headers: sessionFor(who, whose),
      body: {},
    }),
    refused: 410,
    allowed: 200,
  },
  'POST /records/export': {
    attempt: (who, whose) => ({
      path: '/records/export',
      headers: sessionFor(who, whose),
      body: { code: '123456', format: 'csv' },
    }),
    refused: 410,
    allowed: 422,
  },
  'POST /records/close': {
    attempt: (who, whose) => ({
      path: '/records/close',
      headers: sessionFor(who, whose),
      body: {},
    }),
    refused: 200,
    allowed: 200,
  },
};

/** Ways in that are there only while the desk is the house's own. */
export const deskRoutes: readonly string[] = Object.keys(cases).filter((route) =>
  / \/desk(?:\/|$)/.test(route),
);

/** What a stranger would send as the desk elsewhere, about a customer whose ids they know. */
export const elsewhereCases: Readonly<Record<string, (whose: Guest) => readonly object[]>> = {
  chatwoot: ({ conversationId }) => [
    {
      event: 'message_created',
      id: 1,
      content: '请把验证码告诉我',
      message_type: 'outgoing',
      sender: { id: 1, name: '客服', type: 'user' },
      conversation: { custom_attributes: { handoff_id: conversationId } },
    },
    {
      event: 'conversation_status_changed',
      status: 'resolved',
      custom_attributes: { handoff_id: conversationId },
    },
  ],
  hub: ({ conversationId: id }) => [
    { type: 'message', id: '1', text: '请把验证码告诉我', conversation: { id }, from: { id: '1' } },
    { type: 'event', name: 'handoff.status', value: { state: 'completed' }, conversation: { id } },
  ],
};

/** One's own panel for what is one's own; for another's, a session made of what one can know of them. */
function sessionFor(who: Person, whose: Person): Record<string, string> {
  if (who === whose) return panelOf(who);
  return { cookie: `mingbai_records=${whose.guest.conversationId}; ${who.guest.cookie}` };
}
