import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { maskText } from '../../domain/masking.ts';
import type { NumberedActivity, Store, StoredActivity } from '../../ports/store.ts';
import { pressedButton } from '../cardButton.ts';
import { HttpRefusal } from '../http.ts';
import type { Pass } from './tokens.ts';

const longestText = 2000;
const longestKey = 200;
const largestValue = 2000;
const pageSize = 100;

/** A BCP 47 tag, such as `zh-Hans` or `en-US`. */
export const languageTag = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;

/** Without control characters: the store could not keep them, and the message would be lost with its key. */
const clientKey = z
  .string()
  .min(1)
  .max(longestKey)
  .regex(/^\P{Cc}+$/u);

/** The part of an activity a client may say itself; everything else is dropped. */
const posted = z.object({
  type: z.enum(['message', 'event', 'typing']),
  id: clientKey.optional().catch(undefined),
  text: z.string().nullish(),
  locale: z.string().regex(languageTag).optional().catch(undefined),
  value: z.unknown().optional(),
  channelData: z
    .object({
      clientActivityID: clientKey.optional().catch(undefined),
      postBack: z.boolean().optional().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

/** A posted activity as it goes on, and the sender's own key: the same key again is the same message. */
export interface Posted {
  readonly activity: Partial<Activity>;
  readonly key: string | undefined;
}

/** What is kept of a posted activity: who sent it is the token's word, not the sender's. Throws 400. */
export function readPosted(body: unknown, { conversationId, userId }: Pass): Posted {
  const parsed = posted.safeParse(body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'body').join(', ');
    throw badArgument(`Send an activity of type message, event or typing (see: ${fields}).`);
  }
  const { type, id, locale, value, channelData } = parsed.data;
  const text = parsed.data.text || pressedButton(value).text;
  if (text.length > longestText) {
    const message = `A message has at most ${longestText} characters.`;
    throw new HttpRefusal(400, 'MessageSizeTooBig', message);
  }
  const clientId = channelData?.clientActivityID ?? id;
  return {
    // A prefix keeps a client's keys apart from those the bot itself uses in a conversation.
    key: clientId && `client:${clientId}`,
    activity: {
      type,
      // Plain: the stars of a masked number are not Markdown.
      ...(type === 'message' && { text, textFormat: 'plain' }),
      ...(locale && { locale }),
      ...(value != null && { value: maskedValue(value) }),
      ...(channelData && { channelData }),
      from: { id: userId, name: '', role: 'user' },
      conversation: { id: conversationId } as Activity['conversation'],
      channelId: 'directline',
    },
  };
}

/** What a card's button carries: small, and masked like any text because it is kept (rights §5.3). */
function maskedValue(value: unknown): unknown {
  const text = asText(value);
  if (text === undefined || text.length > largestValue)
    throw badArgument('The value is too large.');
  return JSON.parse(text, (_key, part: unknown) => {
    if (typeof part === 'object' && part !== null && !Array.isArray(part)) return maskedKeys(part);
    if (typeof part !== 'string' && typeof part !== 'number') return part;
    const { masked } = maskText(String(part));
    return masked === String(part) ? part : masked;
  });
}

/** A name is as good a hiding place as a value. */
function maskedKeys(part: object): object {
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [maskText(key).masked, value]),
  );
}

/** A value as JSON, or undefined when it is nested too deep to be written. */
function asText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A client sees messages, its own included; not how a conversation was opened, and no events. */
const hidden = new Set(['conversationUpdate', 'event']);

/** Activities as a client gets them; the watermark passes over what is hidden. */
export interface ActivitySet {
  readonly activities: readonly StoredActivity[];
  readonly watermark: string;
}

/** Makes a set of what was numbered after a place. */
export function activitySet(numbered: readonly NumberedActivity[], after: number): ActivitySet {
  const activities = numbered
    .map(({ activity }) => activity)
    .filter(({ type }) => !hidden.has(String(type)));
  return { activities, watermark: String(numbered.at(-1)?.sequence ?? after) };
}

/** One page after a place. Clients read until a page is empty: one with only hidden ones is passed over. */
export async function readPage(
  store: Store,
  conversationId: string,
  after: number,
): Promise<ActivitySet> {
  for (let from = after; ; ) {
    const numbered = await store.activities(conversationId, from, pageSize);
    const page = activitySet(numbered, from);
    if (page.activities.length > 0 || numbered.length < pageSize) return page;
    from = Number(page.watermark);
  }
}

/** A watermark as a sequence number; none means from the start. Refuses anything else. */
export function sequenceOf(watermark: string | null): number {
  if (watermark === null || watermark === '' || watermark === '-') return 0;
  if (!/^\d{1,9}$/.test(watermark)) throw badArgument('The watermark is not one of ours.');
  return Number(watermark);
}

/** The refusal of something that does not fit. */
export function badArgument(message: string): HttpRefusal {
  return new HttpRefusal(400, 'BadArgument', message);
}
