import type { WeComStore } from '../../ports/weChatStore.ts';
import type { Engine, Statement } from './engine.ts';

const cursorOf: Statement = {
  name: 'weComCursor',
  text: 'select cursor from wecom_cursor where open_kf_id = $1',
};

const keepCursor: Statement = {
  name: 'weComKeepCursor',
  text: `insert into wecom_cursor (open_kf_id, cursor) values ($1, $2)
    on conflict (open_kf_id) do update set cursor = excluded.cursor`,
};

const accounts: Statement = {
  name: 'weComAccounts',
  text: 'select open_kf_id as "openKfId" from wecom_cursor',
};

/** What the channel of WeCom has to remember. */
export function weComQueries({ run }: Engine): WeComStore {
  return {
    async cursor(openKfId) {
      const [row] = await run<{ cursor: string }>(cursorOf, [openKfId]);
      return row?.cursor;
    },
    async keepCursor(openKfId, cursor) {
      await run(keepCursor, [openKfId, cursor]);
    },
    async accounts() {
      const rows = await run<{ openKfId: string }>(accounts, []);
      return rows.map(({ openKfId }) => openKfId);
    },
  };
}
