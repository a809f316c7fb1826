import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  addressIn,
  freePort,
  type ServerProcess,
  startServerProcess,
} from '../support/serverProcess.ts';
import { weChatPhone } from '../support/weChatPhone.ts';
import { type Visit, visit } from './visit.ts';

/** No operator is asked: these servers end before they could. */
const alone = { SANDBOX: 'none', CARRIER_URL: 'http://127.0.0.1:9', PORT: '0' };

describe('npm start', function () {
  // Processes start one after the other; a busy machine takes its time for each.
  this.timeout(120_000);
  let folder: string;
  let settings: { PORT: string; SANDBOX_PORT: string; DATA_FOLDER: string };
  let site: string;
  let phone: string;
  let server: ServerProcess;
  let customer: Visit;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'start-'));
    const [port, sandboxPort] = [await freePort(), await freePort()];
    site = `http://127.0.0.1:${port}`;
    phone = `http://127.0.0.1:${sandboxPort}/phone`;
    const DATA_FOLDER = join(folder, 'data');
    settings = { PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATA_FOLDER };
  });
  after(async () => {
    await server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  /** It ended because it was asked to, and took everything with it. */
  async function assertStopped(): Promise<void> {
    const { code, signal, errors } = await server.ended;
    assert.deepEqual({ code, signal, errors }, { code: 0, signal: null, errors: '' });
    assert.deepEqual([await answers(site), await answers(phone)], [false, false]);
    const names = readdirSync(settings.DATA_FOLDER, { recursive: true }).map(String);
    assert.deepEqual(names.filter((name) => name.includes('in-use')).slice(0, 1), []);
  }

  /** It ends by itself with 1, its sentence on stderr and nothing else anywhere. */
  async function assertRefused(env: Record<string, string>, sentence: RegExp): Promise<void> {
    const { code, errors, output } = await startServerProcess({ env, cwd: folder }).ended;
    assert.match(errors, sentence);
    assert.deepEqual({ code, output }, { code: 1, output: '' });
  }

  it('prints where to find the pages, and answers who watches it', async () => {
    server = startServerProcess({ env: settings, npm: true });
    const output = await server.started;
    assert.equal(addressIn(output), site);
    assert.ok(output.includes(`${phone}\n`), output);
    const ready = await fetch(`${site}/readyz`);
    const parts = { store: 'ready', carrier: 'ready' };
    assert.deepEqual(await ready.json(), { ready: true, parts });
    assert.deepEqual(await (await fetch(`${site}/healthz`)).json(), { status: 'alive' });
    const metrics = await (await fetch(`${site}/metrics`)).text();
    assert.match(metrics, /^mingbai_http_request_seconds_count\{.*route="\/readyz"/m);
    assert.equal((await fetch(phone)).status, 200);
    customer = await visit(() => site);
    await customer.says('你好');
  });

  it('has the simulated WeChat beside it know its account, and answers there', async () => {
    const follower = await weChatPhone(`http://127.0.0.1:${settings.SANDBOX_PORT}`, 'oStart');
    const { answer } = await follower.does({ type: 'follow' });
    assert.equal(answer?.kind, 'replied');
    const [greeting] = await follower.news();
    assert.match(greeting?.text ?? '', /自动客服助手/);
  });

  it('tells a second start on the same folder whom to stop', async () => {
    const { DATA_FOLDER } = settings;
    await assertRefused(
      { ...alone, DATA_FOLDER },
      /^The folder \S+ is in use by process \d+\. Stop it, or [^\n]+\.\n$/,
    );
    // Everything the same, as when somebody forgot that it runs: still one sentence.
    await assertRefused(settings, /^The folder \S+ is in use by process \d+\. [^\n]+\.\n$/);
    assert.equal((await fetch(`${site}/readyz`)).status, 200);
  });

  it('says which port is in use, its own or the sandbox’s', async () => {
    const DATA_FOLDER = join(folder, 'other');
    const { PORT, SANDBOX_PORT } = settings;
    await assertRefused(
      { ...alone, DATA_FOLDER, PORT },
      /^Port \d+ is in use\. Stop what uses it, or set PORT to another port\.\n$/,
    );
    await assertRefused(
      { DATA_FOLDER, PORT: '0', SANDBOX_PORT, LOG_LEVEL: 'warn' },
      /^Port \d+ is in use\. Stop what uses it, or set SANDBOX_PORT to another port\.\n$/,
    );
    await assertRefused(
      { ...alone, DATA_FOLDER, HOST: '192.0.2.1' },
      /^192\.0\.2\.1 is no address of this machine\. Set HOST to one that is\.\n$/,
    );
  });

  it('stops on Ctrl-C, and the next start knows what was said', async () => {
    const said = await customer.transcript();
    server.signalGroup('SIGINT');
    await assertStopped();
    server = startServerProcess({ env: settings, npm: true });
    await server.started;
    assert.deepEqual(await customer.transcript(), said);
    await customer.says('谢谢');
  });

  it('stops when a supervisor ends npm', async () => {
    server.signal('SIGTERM');
    await assertStopped();
  });

  it('stops when it is interrupted before it is ready', async () => {
    mkdirSync(settings.DATA_FOLDER, { recursive: true });
    const before = new Set(readdirSync(settings.DATA_FOLDER));
    server = startServerProcess({ env: settings });
    // Its lock shows that the program runs; to be ready takes it far longer.
    await until(() => readdirSync(settings.DATA_FOLDER).some((name) => !before.has(name)));
    server.signal('SIGTERM');
    const { code, errors } = await server.ended;
    assert.deepEqual({ code, errors }, { code: 0, errors: '' });
    assert.deepEqual([await answers(site), await answers(phone)], [false, false]);
  });

  it('takes the sandbox with it when it is killed', async () => {
    server = startServerProcess({ env: settings });
    await server.started;
    assert.equal(await answers(phone), true);
    await server.kill();
    await until(async () => !(await answers(phone)));
  });

  it('says that the data folder cannot be written to', async () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    const refused = [file, '/dev/null/below'].map((DATA_FOLDER) =>
      assertRefused(
        { ...alone, DATA_FOLDER },
        /^The folder .+ cannot be written to \([A-Z]+\)\. Check its owner and rights, or [^\n]+\.\n$/,
      ),
    );
    await Promise.all(refused);
  });

  it('says that the database is not there, without its password', async () => {
    const DATABASE_URL = `postgres://somebody:hunter2@127.0.0.1:${await freePort()}/none`;
    const expected =
      'The database in DATABASE_URL cannot be opened: nobody answers at its address (ECONNREFUSED).\n';
    const env = { ...alone, DATA_FOLDER: join(folder, 'other'), DATABASE_URL };
    await assertRefused(env, new RegExp(`^${expected.replaceAll(/[().]/g, '\\$&')}$`));
  });

  it('lists what is wrong in .env, and begins nothing', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=many\nDATA_KEY=short\nLOG_LEVEL=\n');
    await assertRefused(
      {},
      /^The configuration has faults:\n {2}PORT must be a number\n {2}DATA_KEY must have [^\n]+\nSee .env.example [^\n]+\n$/,
    );
    assert.equal(existsSync(join(folder, '.data')), false);
  });
});

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** A test that failed must not look on for ever. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let look = 0; look < 6000; look += 1) {
    if (await isSo()) return;
    await wait(10);
  }
  assert.fail('it did not come to that');
}
