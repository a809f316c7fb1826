import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { askJson } from './http.ts';
import type { ServerProcess } from './processes.ts';
import { tokenFor } from './talkers.ts';

/** What whole changes cost: wish, card, phrase, code; for ours the receipt and the agreement as well. */
export interface ChangeCost {
  readonly server: string;
  readonly changes: number;
  /** The customer's waiting, all four turns of a change together. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Everything until the receipt and the agreement are there; as above where there are none. */
  readonly untilProvedMs: number;
  readonly cpuMsPerChange: number;
}

/** Demo customers who may order; five codes an hour each (`codeRules.sendsPerHour`). */
const customers = ['13800138001', '13800138003', '13800138004', '13800138006', '13800138008'];
const changesEach = 4;
const wish = '订流量加油包 1GB';

/** Changes at our bot, one after the other for each of five customers at once. */
export async function changesAtBot(
  bot: ServerProcess,
  sandboxUrl: string,
  userTokenKey: string,
): Promise<ChangeCost> {
  return costOf('bot', bot, customers, async (phoneNumber) => {
    const token = await tokenFor(bot.url, userTokenKey, phoneNumber);
    const talk = await openTalk(bot.url, { authorization: `Bearer ${token}` });
    await talk.until(/自动客服助手/);
    return {
      talk,
      code: () => codeOn(sandboxUrl, phoneNumber),
      proved: () => talk.until(/电子协议 AG-/),
    };
  });
}

/** The same talk at the waterfall; any code will do. */
export async function changesAtWaterfall(waterfall: ServerProcess): Promise<ChangeCost> {
  return costOf('waterfall', waterfall, customers, async () => ({
    talk: await openTalk(waterfall.url),
    code: async () => '123456',
    proved: async () => {},
  }));
}

interface Customer {
  readonly talk: Talk;
  code(): Promise<string>;
  proved(): Promise<void>;
}

async function costOf(
  server: string,
  process: ServerProcess,
  numbers: readonly string[],
  open: (phoneNumber: string) => Promise<Customer>,
): Promise<ChangeCost> {
  const waits: number[] = [];
  const untilProved: number[] = [];
  const opened = await Promise.all(numbers.map(open));
  const before = process.cpuSeconds() ?? Number.NaN;
  await Promise.all(
    opened.map(async ({ talk, code, proved }) => {
      for (let round = 0; round < changesEach; round += 1) {
        const startedAt = performance.now();
        let waitedMs = await talk.say(wish, /确认办理/);
        waitedMs += await talk.say('确认办理', /第二次确认/);
        waitedMs += await talk.say(await code(), /正在提交办理/);
        waits.push(waitedMs);
        await proved();
        untilProved.push(performance.now() - startedAt);
      }
      talk.close();
    }),
  );
  const cpuMs = ((process.cpuSeconds() ?? Number.NaN) - before) * 1000;
  const sorted = waits.sort((a, b) => a - b);
  return {
    server,
    changes: waits.length,
    p50Ms: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    p99Ms: sorted.at(-1) ?? Number.NaN,
    untilProvedMs: untilProved.reduce((a, b) => a + b, 0) / untilProved.length,
    cpuMsPerChange: cpuMs / waits.length,
  };
}

interface Talk {
  /** Says it and waits for an answer with these words; how long that took. */
  say(text: string, awaited: RegExp): Promise<number>;
  until(awaited: RegExp): Promise<void>;
  close(): void;
}

const patienceMs = 20_000;

async function openTalk(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Talk> {
  const base = `${url}/v3/directline/conversations`;
  const { conversationId, streamUrl } = await askJson<{
    conversationId: string;
    streamUrl: string;
  }>('POST', base, {}, headers);
  const socket = new WebSocket(streamUrl);
  const unread: string[] = [];
  let onFrame = () => {};
  socket.on('message', (data) => {
    const { activities = [] } = JSON.parse(String(data) || '{}') as {
      activities?: Array<{ from?: { role?: string } }>;
    };
    for (const activity of activities) {
      if (activity.from?.role === 'bot') unread.push(JSON.stringify(activity));
    }
    onFrame();
  });
  await once(socket, 'open');

  function until(awaited: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer with ${awaited}`)), patienceMs);
      onFrame = () => {
        const found = unread.findIndex((frame) => awaited.test(frame));
        if (found < 0) return;
        unread.splice(0, found + 1);
        clearTimeout(late);
        onFrame = () => {};
        resolve();
      };
      onFrame();
    });
  }

  return {
    until,
    async say(text, awaited) {
      const message = { type: 'message', text, locale: 'zh-CN' };
      const saidAt = performance.now();
      await askJson('POST', `${base}/${conversationId}/activities`, message, headers);
      await until(awaited);
      return performance.now() - saidAt;
    },
    close: () => socket.terminate(),
  };
}

/** The code of the latest order SMS, as soon as it is there. */
async function codeOn(sandboxUrl: string, phoneNumber: string): Promise<string> {
  const url = `${sandboxUrl}/phone/${phoneNumber}/messages`;
  for (;;) {
    const messages = await askJson<Array<{ text: string }>>('GET', url, undefined);
    const [, code] = /#(\d{6})$/.exec(messages.at(-1)?.text ?? '') ?? [];
    if (code) return code;
    await wait(20);
  }
}

/** Both side by side, and the ratio. */
export function changeTable(bot: ChangeCost, waterfall: ChangeCost): string {
  const line = ({ server, changes, p50Ms, p99Ms, untilProvedMs, cpuMsPerChange }: ChangeCost) =>
    `${server.padEnd(10)} ${changes} changes, waiting p50 ${p50Ms.toFixed(0)} ms, longest ${p99Ms.toFixed(0)} ms, until proved ${untilProvedMs.toFixed(0)} ms, CPU ${cpuMsPerChange.toFixed(1)} ms a change`;
  const ratio = (bot.cpuMsPerChange / waterfall.cpuMsPerChange).toFixed(1);
  return `A whole change\n${line(bot)}\n${line(waterfall)}\nCPU bot/waterfall ${ratio}, waiting p50 bot/waterfall ${(bot.p50Ms / waterfall.p50Ms).toFixed(1)}`;
}
