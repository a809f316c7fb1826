import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { askJson, closeConnections } from './http.ts';
import { type ServerProcess, startProgram } from './processes.ts';
import { alignedTable } from './report.ts';
import { talkOverDirectLine } from './talkers.ts';

// Whether a stranger with a watch learns whose a number is (R19): the time of each answer, for numbers
// of customers and for numbers of nobody, in turn. The work behind them is compared by a test.
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    // A person takes a while between the number and the code; a program need not.
    pause: { type: 'string', default: '0' },
  },
});

/** A number gets so few codes an hour and tries a day; each round begins with an empty memory. */
const talksPerNumber = 4;
const customers = Array.from({ length: 9 }, (_, index) => `1380013800${index + 1}`);
const nobodys = customers.map((number) => number.replace('13800138', '13912349'));
const steps = ['asks for a code', 'types a wrong code'] as const;
type Times = Readonly<Record<(typeof steps)[number], number[]>>;

const newTimes = (): Times => ({ 'asks for a code': [], 'types a wrong code': [] });
const ofCustomers = newTimes();
const ofNobody = newTimes();
let visitors = 0;

async function measureTalk(url: string, number: string, times: Times): Promise<void> {
  visitors += 1;
  // Every visitor has an address of their own: the limits of one are not what is measured.
  const address = `10.${visitors >> 8}.${visitors & 255}.1`;
  const from = { origin: url, 'x-forwarded-for': address };
  const { token } = await askJson<{ token: string }>('POST', `${url}/widget/token`, {}, from);
  const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': address };
  const talk = await talkOverDirectLine(url, headers);
  await talk.greeted;
  await talk.says('查余额');
  for (const [step, words] of [
    ['asks for a code', number],
    ['types a wrong code', '000001'],
  ] as const) {
    await wait(Number(flags.pause));
    const startedAt = performance.now();
    await talk.says(words);
    times[step].push(performance.now() - startedAt);
  }
  talk.close();
}

async function measureRound(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-enumeration-'));
  const servers: ServerProcess[] = [];
  try {
    const sandbox = await startProgram('sandbox/index.ts', {
      SANDBOX_PORT: '0',
      SANDBOX_DATA: join(folder, 'sandbox'),
    });
    servers.push(sandbox);
    const bot = await startProgram('index.ts', {
      PORT: '0',
      SANDBOX: 'none',
      CARRIER_URL: sandbox.url,
      DATA_FOLDER: join(folder, 'bot'),
      TRUST_PROXY: 'true',
      LOG_LEVEL: 'error',
    });
    servers.push(bot);
    for (let talk = 0; talk < talksPerNumber; talk += 1) {
      for (const [place, number] of customers.entries()) {
        // Whoever comes first finds the server colder: they take turns.
        const pair = [
          [number, ofCustomers],
          [nobodys[place] ?? '', ofNobody],
        ] as const;
        const ordered = (talk + place) % 2 === 0 ? pair : [pair[1], pair[0]];
        for (const [each, times] of ordered)
          await measureTalk(bot.url, each, talk > 0 ? times : newTimes());
      }
    }
  } finally {
    for (const server of servers.reverse()) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (times: readonly number[]) =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;

/** How often a customer's answer takes longer than one of nobody's: 50 % tells nothing (Mann–Whitney). */
function shareLonger(ours: readonly number[], theirs: readonly number[]): number {
  const wins = ours.flatMap((one) =>
    theirs.map((other) => (one > other ? 1 : one < other ? 0 : 0.5)),
  );
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
}

/** Within which that share lies by chance alone, nineteen times of twenty. */
function byChance(ours: number, theirs: number): number {
  return 1.96 * Math.sqrt((ours + theirs + 1) / (12 * ours * theirs));
}

try {
  for (let round = 0; round < Number(flags.rounds); round += 1) await measureRound();
  const rows = steps.map((step) => {
    const [ours, theirs] = [ofCustomers[step], ofNobody[step]];
    return [
      step,
      String(ours.length),
      median(ours).toFixed(2),
      median(theirs).toFixed(2),
      `${(100 * shareLonger(ours, theirs)).toFixed(1)} %`,
      `50 ± ${(100 * byChance(ours.length, theirs.length)).toFixed(1)} %`,
    ];
  });
  const headings = [
    'a stranger',
    'times',
    'customer p50 ms',
    'nobody p50 ms',
    'customer longer',
    'by chance',
  ];
  console.log(alignedTable([headings, ...rows]));
} finally {
  closeConnections();
}
