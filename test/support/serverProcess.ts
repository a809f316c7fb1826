import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** How a process ended and what it said. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** The program as a process, in a process group of its own like a job in a terminal. */
export interface ServerProcess {
  readonly pid: number;
  /** What it printed, once it printed its addresses. Rejects with its errors when it ends before. */
  readonly started: Promise<string>;
  readonly ended: Promise<Ending>;
  /** For a program that waits for a word before it starts. */
  begin(): void;
  signal(signal: NodeJS.Signals): void;
  /** As Ctrl-C in a terminal does: to npm, to the shell, to node. */
  signalGroup(signal: NodeJS.Signals): void;
  /** As the kernel kills: no handler runs, nothing is closed. */
  kill(): Promise<void>;
}

/** How the program is started. */
export interface ServerOptions {
  readonly env: Readonly<Record<string, string>>;
  /** The folder it is started in, where its `.env` is; without one the repository. */
  readonly cwd?: string;
  /** True: as `npm start`. */
  readonly npm?: boolean;
  /** What node runs, when not `index.ts`. */
  readonly program?: string;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
/** npm has no news for us while we test. */
const quiet = { npm_config_update_notifier: 'false' };
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Starts the program with these settings and nothing of the tests' own environment but the path. */
export function startServerProcess(options: ServerOptions): ServerProcess {
  const { env, cwd = repository, npm = false, program = `${repository}index.ts` } = options;
  const [command, ...words] = npm ? ['npm', 'start'] : [process.execPath, '--import', tsx, program];
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, words, {
    cwd,
    detached: true,
    env: { PATH, HOME, ...quiet, ...env },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} did not start`);
  const { started, ended } = listenTo(child);
  return {
    pid,
    started,
    ended,
    begin: () => void child.stdin.end('begin'),
    signal: (signal) => void child.kill(signal),
    signalGroup: (signal) => void process.kill(-pid, signal),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function listenTo(child: ChildProcess): Pick<ServerProcess, 'started' | 'ended'> {
  let output = '';
  let errors = '';
  const ended = new Promise<Ending>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, output, errors })),
  );
  const started = new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (/Chat page.*\n/.test(output)) resolve(output);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    void ended.then(() => reject(new Error(`the server ended: ${errors || output}`)));
  });
  // Who only wants to see it end does not ask whether it started.
  started.catch(() => {});
  return { started, ended };
}

/** The address of the chat page, as it was printed. */
export function addressIn(output: string): string {
  const [, address = ''] = /Chat page\s+(\S+)\//.exec(output) ?? [];
  return address;
}

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
