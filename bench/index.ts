import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeAll } from '../test/support/closing.ts';
import { startPostgres } from '../test/support/postgresServer.ts';
import { changesAtBot, changesAtWaterfall, changeTable } from './change.ts';
import { secondsToReady } from './coldStart.ts';
import { closeConnections } from './http.ts';
import { measure } from './load.ts';
import { type ServerProcess, startProgram } from './processes.ts';
import { type Row, ratiosOf, tableOf } from './report.ts';
import { type Talker, talkOverDirectLine, talkToBareServer, talkToBot } from './talkers.ts';
import { measureWeChat, weChatSettings } from './weChat.ts';

const { values: flags } = parseArgs({
  options: {
    loads: { type: 'string', default: '1,10,50' },
    seconds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '12' },
    postgres: { type: 'boolean', default: false },
    'cold-start': { type: 'boolean', default: true },
    profile: { type: 'string' },
  },
  allowNegative: true,
});

/** Far above what a run takes: a server that hangs must not keep the bench. */
const mostMs = 170_000;
const userTokenKey = 'the operator’s key, known to this bench only';
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const replyFile = join(folder, 'reply.json');
const opened: ServerProcess[] = [];

async function start(...program: Parameters<typeof startProgram>): Promise<ServerProcess> {
  const server = await startProgram(...program);
  opened.push(server);
  return server;
}

async function startBot(): Promise<{ bot: ServerProcess; sandboxUrl: string }> {
  const sandbox = await start('sandbox/index.ts', {
    SANDBOX_PORT: '0',
    SANDBOX_DATA: join(folder, 'sandbox'),
  });
  const profiling = flags.profile ? ['--cpu-prof', `--cpu-prof-dir=${flags.profile}`] : [];
  const database = flags.postgres
    ? { DATABASE_URL: process.env.TEST_DATABASE_URL ?? (await startPostgres()) }
    : undefined;
  const settings = {
    PORT: '0',
    SANDBOX: 'none',
    CARRIER_URL: sandbox.url,
    DATA_FOLDER: join(folder, 'bot'),
    USER_TOKEN_KEY: userTokenKey,
    POSTS_PER_MINUTE: '1000000',
    TOKENS_PER_MINUTE: '1000000',
    LOG_LEVEL: 'error',
    ...weChatSettings(sandbox.url),
    ...database,
  };
  return { bot: await start('index.ts', settings, profiling), sandboxUrl: sandbox.url };
}

/** A real answer, for the others to send as many bytes. */
async function keepReply(talker: Talker): Promise<void> {
  writeFileSync(replyFile, JSON.stringify(await talker.ask()));
  talker.close();
}

async function measureAll(): Promise<{ rows: Row[]; weChat: string; change: string }> {
  const { bot, sandboxUrl } = await startBot();
  await keepReply(await talkToBot(bot.url, userTokenKey));
  const given = { BENCH_REPLY_FILE: replyFile };
  const echo = await start('bench/echoBot.ts', given);
  const bare = await start('bench/bareServer.ts', given);
  const waterfall = await start('bench/waterfallBot.ts', given);
  const servers = [
    { name: 'bot', process: bot, open: () => talkToBot(bot.url, userTokenKey) },
    { name: 'EchoBot', process: echo, open: () => talkOverDirectLine(echo.url) },
    { name: 'bare restify', process: bare, open: () => talkToBareServer(bare.url) },
  ];
  const warmUpMs = Number(flags['warm-up']) * 1000;
  // Compilers come late to a database in WebAssembly; a server that runs for weeks has them behind it.
  for (const { open } of servers) await measure(open, { conversations: 10, measuredMs: warmUpMs });
  const measuredMs = Number(flags.seconds) * 1000;
  const rows: Row[] = [];
  // Load by load, so that a machine that grows slower meanwhile is as slow for all three.
  for (const conversations of flags.loads.split(',').map(Number)) {
    for (const { name, process, open } of servers) {
      const before = process.cpuSeconds() ?? Number.NaN;
      const measured = await measure(open, { conversations, measuredMs });
      const cpuSeconds = (process.cpuSeconds() ?? Number.NaN) - before;
      const memoryMegabytes = process.memoryMegabytes();
      rows.push({ server: name, conversations, cpuSeconds, memoryMegabytes, ...measured });
    }
  }
  const weChat = await measureWeChat({ bot, echo, sandboxUrl, measuredMs });
  const change = changeTable(
    await changesAtBot(bot, sandboxUrl, userTokenKey),
    await changesAtWaterfall(waterfall),
  );
  return { rows, weChat, change };
}

async function stopAll(): Promise<void> {
  closeConnections();
  for (const server of opened.splice(0).reverse()) await server.stop();
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}
setTimeout(() => {
  console.error(`The bench did not end in ${mostMs / 1000} seconds.`);
  process.exit(1);
}, mostMs).unref();

try {
  if (flags['cold-start']) {
    const data = join(folder, 'cold');
    const [first, second] = [await secondsToReady(data), await secondsToReady(data)];
    console.log(`Start to /readyz: first ${first.toFixed(1)} s, second ${second.toFixed(1)} s`);
  }
  const { rows, weChat, change } = await measureAll();
  console.log(`\n${tableOf(rows)}\n\n${ratiosOf(rows)}\n\n${weChat}\n\n${change}`);
} finally {
  await stopAll();
}
