import { z } from 'zod';
import type { Resource } from '../query.ts';
import { receiverOf } from './customerService.ts';
import { refusal } from './errors.ts';
import type { Platform } from './platform.ts';

const longestValue = 20;
const dataSchema = z.record(z.string(), z.object({ value: z.string().min(1).max(longestValue) }));

/** Sends a subscription notice: one for each time the user let the account send one. */
export function sendNotice(platform: Platform, body: Resource): Resource {
  const template = String(body.template_id);
  if (!platform.settings.templates.includes(template)) refusal(40037);
  const user = receiverOf(platform, body.touser);
  const data = dataSchema.safeParse(body.data).data ?? refusal(47003);
  const left = user.accepted.get(template) ?? 0;
  if (left === 0) refusal(43101);
  user.accepted.set(template, left - 1);
  const lines = Object.entries(data).map(([key, { value }]) => `${key}: ${value}`);
  const url = typeof body.page === 'string' ? { url: body.page } : {};
  platform.users.show(user, {
    from: 'account',
    via: 'notice',
    kind: 'notice',
    text: lines.join('\n'),
    ...url,
  });
  return { msgid: Date.parse(user.shown.at(-1)?.at ?? '') };
}
