import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromBot, ToBot, Watch } from './watch.ts';

/** The bot as a process of its own that can be killed at a boundary. */
export interface BotProcess {
  /** Starts it with these settings; what it needs is loaded before. Resolves to its address. */
  start(settings: Readonly<Record<string, string>>, clockAheadMs: number): Promise<string>;
  clockAhead(ms: number): void;
  /** Has the next conversation that is opened watched. */
  watch(watch: Watch): Promise<void>;
  /** As the kernel kills: no handler runs, nothing is closed. */
  kill(): Promise<void>;
}

const program = fileURLToPath(new URL('./botProgram.ts', import.meta.url));

/** Has a process load the program, ready to start. `onPassed` hears of every boundary of a watched change. */
export function prepareBot(onPassed: (watch: number, boundary: string) => void): BotProcess {
  const child = fork(program, { execArgv: ['--import', 'tsx'] });
  const ended = once(child, 'exit');
  child.on('message', (message: FromBot) => {
    if ('passed' in message) onPassed(message.watch, message.passed);
  });
  const loaded = heard(child, (message) => ('loaded' in message ? message : undefined));
  const send = (message: ToBot) => void child.send(message, () => {});
  return {
    async start(settings, clockAheadMs) {
      await loaded;
      send({ start: settings, clockAheadMs });
      return heard(child, (message) => ('url' in message ? message.url : undefined));
    },
    clockAhead: (clockAheadMs) => send({ clockAheadMs }),
    async watch(watch) {
      send({ watch });
      await heard(child, (message) =>
        'watching' in message && message.watching === watch.id ? message : undefined,
      );
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What the first fitting message says. */
function heard<Found>(
  child: ChildProcess,
  find: (message: FromBot) => Found | undefined,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromBot) => {
      const found = find(message);
      if (found === undefined) return;
      child.off('message', listen);
      child.off('exit', end);
      resolve(found);
    };
    const end = () => reject(new Error('the bot ended by itself'));
    child.on('message', listen);
    child.once('exit', end);
  });
}
