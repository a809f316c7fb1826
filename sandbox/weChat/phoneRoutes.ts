import type { Request, Server } from 'restify';
import { z } from 'zod';
import { ApiError, bodyOf, found, queryOf, type Respond } from '../answers.ts';
import { deedSchema, Impossible } from './deeds.ts';
import { isErrorCode } from './errors.ts';
import type { Platform } from './platform.ts';
import { settingsSchema } from './settings.ts';
import type { WeChatUser } from './users.ts';

const root = '/sandbox/wechat';
const openIdForm = /^[\w-]{1,64}$/;

const faultSchema = z.strictObject({
  errcode: z.number().refine(isErrorCode, 'errcode is not one that is simulated'),
  path: z.string().startsWith('/cgi-bin/').optional(),
  times: z.int().positive().optional(),
});
const userSchema = z.strictObject({ refuses: z.boolean() });

/** Registers what drives the phones: for the page at `/wechat`, for tests, for whoever is curious. */
export function addPhoneRoutes(server: Server, platform: Platform, respond: Respond): void {
  const { users } = platform;
  const userOf = (request: Request) => found(users.find(String(request.params.openId)));
  server.put(
    `${root}/users/:openId`,
    respond((request) => {
      const openId = String(request.params.openId);
      if (!openIdForm.test(openId)) throw new ApiError(400, 'invalidOpenId', 'No such open id');
      const status = users.find(openId) ? 200 : 201;
      return { status, body: summaryOf(users.add(openId), platform) };
    }),
  );
  server.patch(
    `${root}/users/:openId`,
    respond((request) => {
      const user = userOf(request);
      Object.assign(user, checked(userSchema, request));
      return { status: 200, body: summaryOf(user, platform) };
    }),
  );
  server.get(
    `${root}/users/:openId`,
    respond((request) => ({
      status: 200,
      body: summaryOf(userOf(request), platform),
      headers: { 'cache-control': 'no-store' },
    })),
  );
  server.get(
    `${root}/users/:openId/messages`,
    respond((request) => {
      const { shown } = userOf(request);
      const after = queryOf(request).get('after');
      const seen = after === null ? -1 : shown.findLastIndex(({ id }) => id === after);
      return { status: 200, body: shown.slice(seen + 1), headers: { 'cache-control': 'no-store' } };
    }),
  );
  server.post(
    `${root}/users/:openId/deeds`,
    respond(async (request) => {
      const copies = Number(queryOf(request).get('copies') ?? 1);
      const deed = checked(deedSchema, request);
      try {
        return { status: 201, body: await platform.act(userOf(request), deed, copies) };
      } catch (error) {
        if (error instanceof Impossible) throw new ApiError(409, 'impossible', error.message);
        throw error;
      }
    }),
  );
  addSettingsRoutes(server, platform, respond);
}

function addSettingsRoutes(server: Server, platform: Platform, respond: Respond): void {
  const { settings, faults, pushes, tokens } = platform;
  server.get(
    `${root}/settings`,
    respond(() => ({ status: 200, body: { ...settings } })),
  );
  server.patch(
    `${root}/settings`,
    respond((request) => {
      Object.assign(settings, checked(settingsSchema.partial(), request));
      return { status: 200, body: { ...settings } };
    }),
  );
  server.get(
    `${root}/menu`,
    respond(() => ({ status: 200, body: platform.menu ?? { button: [] } })),
  );
  server.post(
    `${root}/verification`,
    respond(async () => {
      const accepted = await Promise.all(settings.callbackUrls.map(pushes.verify));
      return { status: 200, body: { accepted } };
    }),
  );
  server.post(
    `${root}/faults`,
    respond((request) => {
      const fault = checked(faultSchema, request);
      faults.push(fault);
      return { status: 201, body: fault };
    }),
  );
  server.del(
    `${root}/faults`,
    respond(() => {
      faults.splice(0);
      return { status: 204 };
    }),
  );
  server.del(
    `${root}/tokens`,
    respond(() => {
      tokens.revoke();
      return { status: 204 };
    }),
  );
}

function summaryOf({ openId, follows, refuses, typingUntilMs }: WeChatUser, { now }: Platform) {
  return { openId, follows, refuses, isTypedTo: typingUntilMs > now() };
}

/** The body in its form. Throws a 400 that says what is wrong. */
function checked<T>(schema: z.ZodType<T>, request: Request): T {
  const { data, error } = schema.safeParse(bodyOf(request));
  if (error) throw new ApiError(400, 'invalidBody', z.prettifyError(error));
  return data;
}
