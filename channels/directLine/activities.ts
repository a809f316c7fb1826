import type { Activity } from 'botbuilder';
import type { NumberedActivity, StoredActivity } from '../../ports/store.ts';
import { HttpRefusal } from '../http.ts';
import type { Pass } from './tokens.ts';

const longestText = 2000;
const accepted = new Set(['message', 'event', 'typing']);

/** What is kept of a posted activity: who sent it is the token's word, not the sender's. */
export function acceptedActivity(body: unknown, { conversationId, userId }: Pass): Partial<Activity> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpRefusal(400, 'BadArgument', 'The body must be an activity.');
  }
  const { type, text, locale, timestamp, channelData, attachments, id } = body as Partial<Activity>;
  if (typeof type !== 'string' || !accepted.has(type)) {
    throw new HttpRefusal(400, 'BadArgument', 'The activity type must be message, event or typing.');
  }
  if (text !== undefined && (typeof text !== 'string' || text.length > longestText)) {
    throw new HttpRefusal(400, 'MessageSizeTooBig', `A message has at most ${longestText} characters.`);
  }
  const clientActivityID = channelData?.clientActivityID ?? channelData?.clientActivityId;
  return {
    type,
    ...(typeof text === 'string' && { text }),
    ...(typeof locale === 'string' && { locale: locale.slice(0, 35) }),
    ...(typeof timestamp === 'string' && { localTimestamp: timestamp as unknown as Date }),
    ...(typeof clientActivityID === 'string' && {
      channelData: { clientActivityID: clientActivityID.slice(0, 100) },
    }),
    ...(typeof id === 'string' && { id: id.slice(0, 100) }),
    // Files are not read: that there was one is all that is kept, so that the bot can say so.
    ...(Array.isArray(attachments) && attachments.length > 0 && { text: text ?? '' }),
    from: { id: userId, name: '', role: 'user' },
    conversation: { id: conversationId } as Activity['conversation'],
    channelId: 'directline',
  };
}

/** The sender's own key of a message: the same key again is the same message. */
export function keyOf({ channelData, id }: Partial<Activity>): string | undefined {
  return channelData?.clientActivityID ?? id;
}

/** Bookkeeping between client and bot is not part of the conversation a client reads. */
const hidden = new Set(['conversationUpdate', 'event']);

/** A page of activities as a client gets it; the watermark passes over what is hidden. */
export function activitySet(numbered: readonly NumberedActivity[], after: number): { activities: StoredActivity[]; watermark: string } {
  const activities = numbered.map(({ activity }) => activity).filter(({ type }) => !hidden.has(String(type)));
  return { activities, watermark: String(numbered.at(-1)?.sequence ?? after) };
}

/** A watermark as a sequence number; none means from the start. Refuses anything else. */
export function sequenceOf(watermark: string | null): number {
  if (watermark === null || watermark === '' || watermark === '-') return 0;
  if (!/^\d{1,9}$/.test(watermark)) throw new HttpRefusal(400, 'BadArgument', 'The watermark is not one of ours.');
  return Number(watermark);
}
