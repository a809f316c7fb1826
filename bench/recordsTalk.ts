import { setTimeout as wait } from 'node:timers/promises';
import { askJson } from './http.ts';

/** An open panel of itemised records, as its page uses it. */
export interface OpenPanel {
  /** Behind which records a page in the middle and the last page begin. */
  places(): Promise<{ readonly middle: string; readonly last: string }>;
  /** Milliseconds of one page; `withTotals` as the page asks at its start. */
  timeOfPage(after: string | undefined, withTotals?: boolean): Promise<number>;
  timeOfExport(format: 'csv' | 'pdf'): Promise<{ readonly rowsPerSecond: number }>;
}

interface Page {
  readonly rows: ReadonlyArray<{ readonly id: string }>;
  readonly total: number;
}

const browser = { cookie: `mingbai_browser=${'b'.repeat(32)}` };

/** Asks in chat for this month's records, with both codes, and opens the panel behind the link. */
export async function askForRecords(
  url: string,
  sandboxUrl: string,
  number: string,
): Promise<OpenPanel> {
  const messages = `${sandboxUrl}/phone/${number}/messages`;
  const readSms = () => askJson<Array<{ text: string }>>('GET', messages, undefined);
  /** What is done makes the phone get a code. */
  const codeAfter = async (act: () => Promise<unknown>) => {
    const before = (await readSms()).length;
    await act();
    return until(async () => {
      const sms = (await readSms()).slice(before);
      return sms.map(({ text }) => /\d{6}/.exec(text)?.[0]).find(Boolean);
    });
  };
  const chat = await openChat(url);
  await chat.says('查本月的详单');
  const first = await codeAfter(() => chat.says(number));
  await chat.says(first);
  const second = await codeAfter(() => chat.says('全部'));
  await chat.says(second);
  const path = await until(async () => /\/records\/\w{64}/.exec(await chat.heard())?.[0]);
  const pressed = await fetch(url + path, { method: 'POST', redirect: 'manual', headers: browser });
  const [cookie = ''] = (pressed.headers.get('set-cookie') ?? '').split(';');
  if (pressed.status !== 303) throw new Error(`the panel answered ${pressed.status}`);
  return panelAt(url, { cookie }, codeAfter);
}

/** Speaks over Direct Line and waits for each answer; `heard` is all that was said, as JSON. */
async function openChat(url: string) {
  const base = `${url}/v3/directline/conversations`;
  const origin = { ...browser, origin: url };
  const { token } = await askJson<{ token: string }>('POST', `${url}/widget/token`, {}, origin);
  const headers = { ...browser, authorization: `Bearer ${token}` };
  const { conversationId } = await askJson<{ conversationId: string }>('POST', base, {}, headers);
  const address = `${base}/${conversationId}/activities`;
  interface Said {
    readonly activities: ReadonlyArray<{ readonly replyToId?: string }>;
  }
  const read = () => askJson<Said>('GET', address, undefined, headers);
  return {
    heard: async () => JSON.stringify(await read()),
    async says(text: string) {
      const said = { type: 'message', text, locale: 'zh-CN' };
      const { id } = await askJson<{ id: string }>('POST', address, said, headers);
      await until(async () => (await read()).activities.some((each) => each.replyToId === id));
    },
  };
}

function panelAt(
  url: string,
  headers: { readonly cookie: string },
  codeAfter: (act: () => Promise<unknown>) => Promise<string>,
): OpenPanel {
  const readPage = (after?: string, withTotals = false) => {
    const query = new URLSearchParams({
      ...(after !== undefined && { after }),
      ...(withTotals && { totals: '1' }),
    });
    return askJson<Page>('GET', `${url}/records/data?${query}`, undefined, headers);
  };
  return {
    async places() {
      const { rows, total } = await readPage();
      const made = rows.map(({ id }) => /^(made-.*-)(\d+)$/.exec(id)).find(Boolean);
      if (!made) throw new Error('no made records on the first page');
      const [, prefix = '', { length } = ''] = made;
      const nameOf = (index: number) => prefix + String(index).padStart(length, '0');
      return { middle: nameOf(Math.floor(total / 2)), last: nameOf(rows.length - 1) };
    },
    async timeOfPage(after, withTotals) {
      const startedAt = performance.now();
      await readPage(after, withTotals);
      return performance.now() - startedAt;
    },
    async timeOfExport(format) {
      const { total } = await readPage();
      const code = await codeAfter(() =>
        askJson('POST', `${url}/records/export-code`, {}, headers),
      );
      const startedAt = performance.now();
      const response = await fetch(`${url}/records/export`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ code, format }),
      });
      if (!response.ok || !response.body) throw new Error(`the export answered ${response.status}`);
      let lines = 0;
      for await (const chunk of response.body) {
        for (const byte of chunk as Uint8Array) if (byte === 10) lines += 1;
      }
      if (format === 'csv' && lines !== total + 1) throw new Error(`${lines} lines of ${total}`);
      return { rowsPerSecond: (total * 1000) / (performance.now() - startedAt) };
    },
  };
}

const patienceMs = 60_000;
/** The bot refuses who asks much more often. */
const pollMs = 500;

async function until<Found>(look: () => Promise<Found | undefined | false>): Promise<Found> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const found = await look();
    if (found) return found;
    await wait(pollMs);
  }
  throw new Error('what was waited for did not come');
}
