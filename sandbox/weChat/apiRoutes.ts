import type { Request, Server } from 'restify';
import { queryOf, type Respond } from '../answers.ts';
import type { Resource } from '../query.ts';
import { sendMessage } from './customerService.ts';
import { PlatformError, refusal } from './errors.ts';
import { checkMenu } from './menu.ts';
import { sendNotice } from './notices.ts';
import type { Platform } from './platform.ts';

/** Does one call; what it returns stands beside `errcode` 0. Throws `PlatformError`. */
export type Call = (body: Resource, request: Request) => Resource;

/** Registers the platform's server API at its official paths, for one account. */
export function addApiRoutes(server: Server, platform: Platform, respond: Respond): void {
  const { tokens } = platform;
  const open = (method: 'get' | 'post', path: string, call: Call) =>
    server[method](
      path,
      respond((request) => answer(platform, request, call)),
    );
  const guarded = (method: 'get' | 'post', path: string, call: Call) =>
    open(method, path, (body, request) => {
      tokens.check(queryOf(request).get('access_token'));
      return call(body, request);
    });

  open('post', '/cgi-bin/stable_token', (body) => {
    checkOwner(platform, body.appid, body.secret);
    return tokens.stable(body.force_refresh === true);
  });
  open('get', '/cgi-bin/token', (_body, request) => {
    const query = queryOf(request);
    checkOwner(platform, query.get('appid'), query.get('secret'));
    return tokens.classic();
  });
  guarded('post', '/cgi-bin/message/custom/send', (body) => sendMessage(platform, body));
  guarded('post', '/cgi-bin/message/custom/typing', (body) => showTyping(platform, body));
  guarded('post', '/cgi-bin/message/subscribe/bizsend', (body) => sendNotice(platform, body));
  guarded('post', '/cgi-bin/menu/create', (body) => {
    checkMenu(body);
    platform.menu = body;
    return {};
  });
  guarded('get', '/cgi-bin/menu/get', () => {
    if (!platform.menu) refusal(46003);
    return { menu: platform.menu };
  });
  guarded('get', '/cgi-bin/menu/delete', () => {
    platform.menu = undefined;
    return {};
  });
}

/** HTTP says 200 whatever happens; `errcode` says the rest. */
function answer(platform: Platform, request: Request, call: Call) {
  const reply = (body: Resource) => ({ status: 200, body });
  try {
    meetFault(platform, request.path());
    const { method } = request;
    const found = call(method === 'GET' ? {} : jsonOf(request.body), request);
    // A token comes without a code, everything else with `errcode` 0.
    return reply('access_token' in found ? found : { errcode: 0, errmsg: 'ok', ...found });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return reply({ errcode: error.code, errmsg: error.message });
  }
}

function meetFault({ faults }: Platform, path: string): void {
  const isToken = path.endsWith('token');
  const place = faults.findIndex((fault) =>
    fault.path === undefined ? !isToken : path.startsWith(fault.path),
  );
  const fault = faults[place];
  if (!fault) return;
  const left = fault.times === undefined ? [fault] : [{ ...fault, times: fault.times - 1 }];
  faults.splice(place, 1, ...left.filter(({ times }) => times !== 0));
  refusal(fault.errcode);
}

/** JSON whatever the content type says: the platform does not look at it. */
function jsonOf(body: unknown): Resource {
  let value = body;
  try {
    if (typeof body === 'string' || Buffer.isBuffer(body)) value = JSON.parse(String(body));
  } catch {
    refusal(47001);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refusal(47001);
  return value as Resource;
}

function checkOwner({ credentials }: Platform, appId: unknown, secret: unknown): void {
  if (appId !== credentials.appId) refusal(40013);
  if (secret !== credentials.secret) refusal(40125);
}

const typingLastsMs = 15_000;
const typingNeedsMs = 30_000;

function showTyping({ users, now }: Platform, { touser, command }: Resource): Resource {
  const user = users.find(String(touser)) ?? refusal(40003);
  if (command !== 'Typing' && command !== 'CancelTyping') refusal(45072);
  if (now() - user.actedAtMs > typingNeedsMs) refusal(45080);
  if (command === 'Typing' && user.typingUntilMs > now()) refusal(45081);
  user.typingUntilMs = command === 'Typing' ? now() + typingLastsMs : 0;
  return {};
}
