import type { UnrecognisedMessage } from '../../ports/store.ts';
import type { Engine } from './engine.ts';

/** What is asked of the messages that were not understood. */
export function unrecognisedQueries({ db }: Engine) {
  return {
    /** Those that nobody is done with, oldest first. */
    async open(limit: number): Promise<UnrecognisedMessage[]> {
      const rows = await db
        .selectFrom('unrecognised')
        .innerJoin('activity', (join) =>
          join
            .onRef('activity.conversation_id', '=', 'unrecognised.conversation_id')
            .onRef('activity.sequence', '=', 'unrecognised.sequence'),
        )
        .where('done_at', 'is', null)
        .select(['id', 'guess', 'confidence', 'found_at', 'activity'])
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id, guess, confidence, found_at, activity }) => ({
        id: Number(id),
        text: String(activity.text ?? ''),
        guess,
        confidence,
        foundAt: found_at.toISOString(),
      }));
    },

    /** False: there is none of this number, or somebody is done with it. */
    async done(id: number, at: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('unrecognised')
        .set({ done_at: at })
        .where('id', '=', String(id))
        .where('done_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}
