import { z } from 'zod';
import type { Resource } from '../query.ts';
import { refusal } from './errors.ts';

const name = (bytes: number) =>
  z.string().refine((text) => text !== '' && Buffer.byteLength(text) <= bytes, 'name');
const action = z.union([
  z.object({
    type: z.enum(['click', 'scancode_push', 'scancode_waitmsg']),
    key: z.string().max(128),
  }),
  z.object({ type: z.literal('view'), url: z.url() }),
]);
const below = z.array(z.intersection(z.object({ name: name(60) }), action)).max(5);
const button = z.union([
  z.object({ name: name(16), sub_button: below.min(1) }),
  z.intersection(z.object({ name: name(16) }), action),
]);
const menuSchema = z.object({ button: z.array(button).min(1).max(3) });

/** Three buttons at most, five below each, names of 16 and 60 bytes. Throws 40018, 47001. */
export function checkMenu(body: Resource): void {
  const { success, error } = menuSchema.safeParse(body);
  if (success) return;
  refusal(JSON.stringify(error.issues).includes('"name"') ? 40018 : 47001);
}
