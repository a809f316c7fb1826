import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeConnections } from './http.ts';
import { runProgram, type ServerProcess, startProgram } from './processes.ts';
import { askForRecords, type OpenPanel } from './recordsTalk.ts';
import { alignedTable } from './report.ts';

// What itemised records cost: a customer with a few and one with many of them, in a store of millions.
const { values: flags } = parseArgs({
  options: {
    small: { type: 'string', default: '1000' },
    large: { type: 'string', default: '200000' },
    store: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '30' },
  },
});

const count = (name: keyof typeof flags) => Number(flags[name]);
const rounds = count('rounds');
const folder = mkdtempSync(join(tmpdir(), 'bench-records-'));
const opened: ServerProcess[] = [];

/** The customer who is asked for, and the one whose records fill the store. */
const asked = '13800138001';
const others = '13800138008';

async function start(...program: Parameters<typeof startProgram>): Promise<ServerProcess> {
  const server = await startProgram(...program);
  opened.push(server);
  return server;
}

async function stopServers(): Promise<void> {
  for (const server of opened.splice(0).reverse()) await server.stop();
}

/** Fills the store of a sandbox that does not run, as `npm run sandbox:usage` does. */
function makeRecords(data: string, made: Readonly<Record<string, string | number>>): Promise<void> {
  const args = Object.entries(made).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return runProgram('sandbox/usage.ts', args, { SANDBOX_DATA: data });
}

/** One case: so many records of the customer's in one month, beside so many of somebody else's. */
async function measureCase(own: number, inStore: number): Promise<Record<string, number>> {
  const data = join(folder, `${own}-${inStore}`);
  await makeRecords(data, { number: asked, records: own, months: 1 });
  if (inStore > own) await makeRecords(data, { number: others, records: inStore - own, months: 6 });
  const sandbox = await start('sandbox/index.ts', { SANDBOX_PORT: '0', SANDBOX_DATA: data });
  const bot = await start('index.ts', {
    PORT: '0',
    SANDBOX: 'none',
    CARRIER_URL: sandbox.url,
    DATA_FOLDER: `${data}-bot`,
    // How long the first count of a month takes is measured, not how patient the bot is.
    CARRIER_TIMEOUT_MS: '30000',
    POSTS_PER_MINUTE: '1000000',
    TOKENS_PER_MINUTE: '1000000',
    LOG_LEVEL: 'error',
  });
  try {
    const panel = await askForRecords(bot.url, sandbox.url, asked);
    const opening = await panel.timeOfPage(undefined, true);
    const pages = { opening, ...(await measurePages(panel)) };
    return { own, inStore, ...pages, ...(await measureExports(panel, bot)) };
  } finally {
    await stopServers();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Milliseconds of the first, a middle and the last page, the best of some rounds; each page behind a known record. */
async function measurePages(panel: OpenPanel): Promise<Record<string, number>> {
  const { middle, last } = await panel.places();
  const best = async (after: string | undefined) => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await panel.timeOfPage(after));
    return Math.min(...times);
  };
  return { first: await best(undefined), middle: await best(middle), last: await best(last) };
}

/** Rows a second, and the most memory of the bot's process meanwhile. */
async function measureExports(
  panel: OpenPanel,
  bot: ServerProcess,
): Promise<Record<string, number>> {
  const measured: Record<string, number> = {};
  for (const format of ['csv', 'pdf'] as const) {
    let peak = bot.memoryMegabytes() ?? Number.NaN;
    const watch = setInterval(() => {
      peak = Math.max(peak, bot.memoryMegabytes() ?? 0);
    }, 500);
    const { rowsPerSecond } = await panel.timeOfExport(format);
    clearInterval(watch);
    measured[`${format}Rows`] = rowsPerSecond;
    measured[`${format}Megabytes`] = peak;
  }
  return measured;
}

const columns: ReadonlyArray<readonly [heading: string, key: string, digits: number]> = [
  ['records', 'own', 0],
  ['in store', 'inStore', 0],
  ['opening ms', 'opening', 0],
  ['first page ms', 'first', 1],
  ['middle page ms', 'middle', 1],
  ['last page ms', 'last', 1],
  ['CSV rows/s', 'csvRows', 0],
  ['CSV peak MB', 'csvMegabytes', 0],
  ['PDF rows/s', 'pdfRows', 0],
  ['PDF peak MB', 'pdfMegabytes', 0],
];

const stop = setTimeout(() => {
  console.error(`The bench did not end in ${flags.minutes} minutes.`);
  process.exit(1);
}, count('minutes') * 60_000);
stop.unref();

try {
  const few = await measureCase(count('small'), count('small'));
  const many = await measureCase(count('large'), count('store'));
  const cells = (row: Record<string, number>) =>
    columns.map(([, key, digits]) => (row[key] ?? Number.NaN).toFixed(digits));
  const ratios = columns.map(([, key]) => `×${((many[key] ?? 0) / (few[key] ?? 1)).toFixed(2)}`);
  console.log(alignedTable([columns.map(([heading]) => heading), cells(few), cells(many), ratios]));
} finally {
  closeConnections();
  await stopServers();
  rmSync(folder, { recursive: true, force: true });
}
