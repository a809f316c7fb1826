import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { channels } from './channels.ts';
import { type ChannelReport, compareChannels } from './compare.ts';

/**
 * Run as `npm run parity`: plays all transcripts over every channel, the channels side by side, and
 * compares what customers saw there. `--channels sms,weChat` takes some, further words are files of
 * transcripts.
 */
const { values, positionals } = parseArgs({
  options: { channels: { type: 'string', default: channels.join(',') } },
  allowPositionals: true,
});
const transcripts = readdirSync(new URL('../conversations', import.meta.url))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/conversations/${name}`);
const files = positionals.length > 0 ? positionals : transcripts;
/** No more than `test/run.ts` gives to one mocha, which writes one report. */
const filesAtOnce = 6;
const folder = mkdtempSync(join(tmpdir(), 'mingbai-parity-'));
let isWhole = true;

/** Plays the transcripts over one channel, a few files each time: what a mocha opened is gone with it. */
async function play(channel: string): Promise<ChannelReport> {
  const report = join(folder, `${channel}.json`);
  const shown: ChannelReport['shown'][number][] = [];
  for (let place = 0; place < files.length; place += filesAtOnce) {
    rmSync(report, { force: true });
    const mocha = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/run.ts', ...files.slice(place, place + filesAtOnce)],
      {
        stdio: 'inherit',
        env: { ...process.env, CHANNEL: channel, PARITY_REPORT: report },
      },
    );
    const [code] = await once(mocha, 'exit');
    isWhole &&= code === 0;
    shown.push(...(JSON.parse(readFileSync(report, 'utf8')) as ChannelReport['shown']));
  }
  return { channel, shown };
}

try {
  const { tests, messages, facts, differences } = compareChannels(
    await Promise.all(values.channels.split(',').map(play)),
  );
  for (const difference of differences) console.log(difference);
  console.log(
    `${values.channels}: ${tests} tests, ${messages} messages, ${facts} names, periods and values compared, ${differences.length} differences`,
  );
  process.exitCode = isWhole && differences.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
