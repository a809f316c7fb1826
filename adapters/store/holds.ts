import type { LegalHold } from '../../ports/store.ts';
import type { Engine } from './engine.ts';

/** What is asked of legal holds. None is ever removed: lifted ones stay to be read. */
export function holdQueries({ db }: Engine) {
  return {
    async isHeld(subject: string): Promise<boolean> {
      const held = await db
        .selectFrom('legal_hold')
        .select('id')
        .where('subject', '=', subject)
        .where('lifted_at', 'is', null)
        .executeTakeFirst();
      return held !== undefined;
    },

    async set({ subject, reason, setBy, setAt }: LegalHold): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('legal_hold')
        .values({ subject, reason, set_by: setBy, set_at: setAt })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async lift(subject: string, by: string, at: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('legal_hold')
        .set({ lifted_by: by, lifted_at: at })
        .where('subject', '=', subject)
        .where('lifted_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async all(): Promise<LegalHold[]> {
      const rows = await db.selectFrom('legal_hold').selectAll().orderBy('id').execute();
      return rows.map((row) => ({
        subject: row.subject,
        reason: row.reason,
        setBy: row.set_by,
        setAt: row.set_at.toISOString(),
        ...(row.lifted_by !== null && { liftedBy: row.lifted_by }),
        ...(row.lifted_at && { liftedAt: row.lifted_at.toISOString() }),
      }));
    },
  };
}
