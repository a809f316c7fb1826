import type { Engine, Statement } from './engine.ts';

/** A window begins with its first event and starts anew when it is over. */
const countOne: Statement = {
  name: 'count',
  // $1 key, $2 now, $3 end of a window that begins now
  text: `insert into counter as c (key, count, resets_at) values ($1, 1, $3)
    on conflict (key) do update set
      count = case when c.resets_at <= $2 then 1 else c.count + 1 end,
      resets_at = case when c.resets_at <= $2 then excluded.resets_at else c.resets_at end
    returning count, resets_at`,
};

const peekOne: Statement = {
  name: 'peek',
  text: 'select count from counter where key = $1 and resets_at > $2',
};

const giveBackOne: Statement = {
  name: 'giveBack',
  text: 'update counter set count = count - 1 where key = $1 and resets_at > $2 and count > 0',
};

/** Windows that are over say nothing any more. */
const sweepOver: Statement = {
  name: 'sweepCounters',
  text: `delete from counter where key in (
    select key from counter where resets_at <= $1 limit 1000 for update skip locked)`,
};

const eventsBetweenSweeps = 1000;

/** What is asked of the counters. */
export function counterQueries({ run }: Engine) {
  let events = 0;
  return {
    async count(
      key: string,
      now: string,
      windowMs: number,
    ): Promise<{ count: number; resetsAt: string }> {
      events += 1;
      if (events % eventsBetweenSweeps === 0) await run(sweepOver, [now]);
      const end = new Date(Date.parse(now) + windowMs).toISOString();
      const [row] = await run<{ count: number; resets_at: Date }>(countOne, [key, now, end]);
      if (!row) throw new Error('a counter returned nothing');
      return { count: row.count, resetsAt: row.resets_at.toISOString() };
    },

    async peek(key: string, now: string): Promise<number> {
      const [row] = await run<{ count: number }>(peekOne, [key, now]);
      return row?.count ?? 0;
    },

    async giveBack(key: string, now: string): Promise<void> {
      await run(giveBackOne, [key, now]);
    },
  };
}
