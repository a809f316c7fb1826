import { randomUUID } from 'node:crypto';
import type { Server } from 'restify';
import { z } from 'zod';
import { ApiError, bodyOf, queryOf, type Respond } from '../answers.ts';
import type { Resource } from '../query.ts';
import { createKf, demoKf, type Kf, type KfUser } from './kf.ts';

const root = '/sandbox/wecom';
const longestTextBytes = 2048;
/** Who sits at WeCom's console. */
const servicer = 'XiaoWang';

const items = z
  .array(
    z.object({
      type: z.literal('click'),
      click: z.object({ id: z.string(), content: z.string() }),
    }),
  )
  .max(10);
const menuForm = z.object({ head_content: z.string().optional(), list: items });

const deedForm = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('enter') }),
  z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('image') }),
  z.strictObject({ type: z.literal('tap'), label: z.string() }),
  /** Somebody at WeCom's console takes the chat, or ends theirs. */
  z.strictObject({ type: z.literal('personTakes') }),
  z.strictObject({ type: z.literal('personEnds') }),
]);

const settingsForm = z
  .strictObject({ callbackUrl: z.url(), pageSize: z.int().positive(), aheadMs: z.int() })
  .partial();

/** Registers a simulated 微信客服 with one account: its server API, and the phones of its customers. */
export function addWeCom(
  server: Server,
  { respond, clock }: { readonly respond: Respond; readonly clock: () => Date },
): Kf {
  const kf = createKf(demoKf, clock);
  addApi(server, kf, respond);
  addPhones(server, kf, respond);
  return kf;
}

function addApi(server: Server, kf: Kf, respond: Respond): void {
  const { account, log, settings } = kf;
  const token = `kf_${account.appId}`;
  const answer = (errcode: number, more: Resource = {}) => ({
    status: 200,
    body: { errcode, errmsg: errcode === 0 ? 'ok' : 'refused', ...more },
  });
  server.get(
    '/cgi-bin/gettoken',
    respond((request) => {
      const query = queryOf(request);
      const isOurs =
        query.get('corpid') === account.appId && query.get('corpsecret') === account.secret;
      return isOurs ? answer(0, { access_token: token, expires_in: 7200 }) : answer(40001);
    }),
  );
  const call = (path: string, work: (body: Resource) => ReturnType<typeof answer>) =>
    server.post(
      `/cgi-bin/kf/${path}`,
      respond((request) =>
        queryOf(request).get('access_token') === token ? work(bodyOf(request)) : answer(40014),
      ),
    );
  call('sync_msg', ({ cursor, limit = 1000 }) => {
    const from = Number(String(cursor ?? '').replace('cursor-', '')) || 0;
    const page = log.slice(from, from + Math.min(settings.pageSize, Number(limit)));
    const next = from + page.length;
    const has_more = next < log.length ? 1 : 0;
    return answer(0, { next_cursor: `cursor-${next}`, has_more, msg_list: page });
  });
  call('send_msg', (body) => answer(send(kf, kf.user(String(body.touser)), body)));
  call('send_msg_on_event', (body) => {
    const user = kf.withCode(String(body.code));
    if (!user) return answer(95007);
    user.welcomeCode = undefined;
    return answer(show(user, body));
  });
  call('service_state/get', (body) =>
    answer(0, { service_state: kf.user(String(body.external_userid)).state }),
  );
  call('service_state/trans', (body) => {
    const user = kf.user(String(body.external_userid));
    const state = Number(body.service_state);
    if (!next[user.state]?.includes(state)) return answer(95013);
    user.state = state;
    // Of a chat that goes to people or ends one more message may be sent.
    return answer(0, state > 1 ? { msg_code: newCode(user) } : {});
  });
}

/** Which state may follow which by the API: from the pool and from people there is no way back to the bot. */
const next: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 3, 4],
  1: [1, 2, 3, 4],
  2: [2, 3, 4],
  3: [3, 4],
};

function newCode(user: KfUser): string {
  user.welcomeCode = `code-${randomUUID()}`;
  return user.welcomeCode;
}

/** The official limits: five for a word, 48 hours, and not while a person has the chat. */
function send({ now }: Kf, user: KfUser, body: Resource): number {
  if (user.state > 1) return 95018;
  if (user.untilMs <= now()) return 95002;
  if (user.left === 0) return 95001;
  const errcode = show(user, body);
  if (errcode === 0) user.left -= 1;
  return errcode;
}

function show(user: KfUser, body: Resource): number {
  if (body.msgtype === 'text') {
    const { content = '' } = body.text as { content?: string };
    if (Buffer.byteLength(content) > longestTextBytes) return 45002;
    user.shown.push({ from: 'account', text: content });
    return 0;
  }
  const menu = menuForm.safeParse(body.msgmenu).data;
  if (body.msgtype !== 'msgmenu' || !menu) return 40008;
  if (Buffer.byteLength(menu.head_content ?? '') > 1024) return 45002;
  const offered = menu.list.map(({ click }) => click);
  user.shown.push({ from: 'account', text: menu.head_content ?? '', items: offered });
  return 0;
}

function addPhones(server: Server, kf: Kf, respond: Respond): void {
  server.post(
    `${root}/users/:userId/deeds`,
    respond(async (request) => {
      const { data: deed, error } = deedForm.safeParse(bodyOf(request));
      if (!deed) throw new ApiError(400, 'invalidBody', z.prettifyError(error));
      const bell = await act(kf, kf.user(String(request.params.userId)), deed);
      return { status: 201, body: { bell } };
    }),
  );
  server.get(
    `${root}/users/:userId`,
    respond((request) => ({
      status: 200,
      body: { state: kf.user(String(request.params.userId)).state },
      headers: { 'cache-control': 'no-store' },
    })),
  );
  server.get(
    `${root}/users/:userId/messages`,
    respond((request) => ({
      status: 200,
      // A copy: what was answered once is remembered as it was.
      body: [...kf.user(String(request.params.userId)).shown],
      headers: { 'cache-control': 'no-store' },
    })),
  );
  server.patch(
    `${root}/settings`,
    respond((request) => {
      const { data, error } = settingsForm.safeParse(bodyOf(request));
      if (!data) throw new ApiError(400, 'invalidBody', z.prettifyError(error));
      Object.assign(kf.settings, data);
      return { status: 200, body: { ...kf.settings } };
    }),
  );
  server.post(
    `${root}/verification`,
    respond(async () => ({ status: 200, body: { accepted: await kf.verify() } })),
  );
}

function act(kf: Kf, user: KfUser, deed: z.infer<typeof deedForm>): Promise<number | undefined> {
  const event = (event_type: string, more: Resource = {}) =>
    kf.happens({
      origin: 4,
      msgtype: 'event',
      event: {
        event_type,
        open_kfid: kf.account.openKfId,
        external_userid: user.userId,
        ...more,
      },
    });
  if (deed.type === 'enter') {
    return event('enter_session', { welcome_code: newCode(user) });
  }
  if (deed.type === 'personTakes' || deed.type === 'personEnds') {
    const takes = deed.type === 'personTakes';
    user.state = takes ? 3 : 4;
    return event('session_status_change', {
      change_type: takes ? 1 : 3,
      msg_code: newCode(user),
      ...(takes && { new_servicer_userid: servicer }),
    });
  }
  return says(kf, user, deed);
}

function says(
  kf: Kf,
  user: KfUser,
  deed: Extract<z.infer<typeof deedForm>, { type: 'text' | 'image' | 'tap' }>,
): Promise<number | undefined> {
  const item =
    deed.type === 'tap'
      ? user.shown
          .flatMap(({ items: offered = [] }) => offered)
          .findLast(({ content }) => content === deed.label)
      : undefined;
  if (deed.type === 'tap' && !item)
    throw new ApiError(409, 'impossible', `Nothing on the phone offers “${deed.label}”.`);
  const content = deed.type === 'text' ? deed.text : (item?.content ?? '');
  user.shown.push({ from: 'customer', text: content });
  if (user.state === 4) user.state = 0;
  kf.allows(user);
  const text = { content, ...(item && { menu_id: item.id }) };
  return kf.happens({
    origin: 3,
    external_userid: user.userId,
    ...(deed.type === 'image'
      ? { msgtype: 'image', image: { media_id: 'image-1' } }
      : { msgtype: 'text', text }),
  });
}
