import type { NumberedActivity, StoredActivity } from '../../ports/store.ts';

/** An activity's public id: its conversation and place in it. */
export function activityIdOf(conversationId: string, sequence: number): string {
  return `${conversationId}|${String(sequence).padStart(7, '0')}`;
}

/** The place that an activity's id names. */
export function sequenceOf(activityId: string): number {
  return Number(activityId.slice(activityId.lastIndexOf('|') + 1));
}

/** An activity as listeners and readers get it: with its id. */
export function numbered(
  conversationId: string,
  sequence: number,
  activity: StoredActivity,
): NumberedActivity {
  return { sequence, activity: { ...activity, id: activityIdOf(conversationId, sequence) } };
}
