import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { freshDatabase } from '../support/databases.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Visit, visit } from './visit.ts';

/** `KILLS=20` for a thorough run. */
const kills = Number(process.env.KILLS ?? 4);
const customersAtOnce = 5;
/** A killed server is dead at any moment of this time after its start. */
const mostMsAlive = 400;

/** What a customer says: without a break, and one answer depends on what was said before. */
const talk = ['你好', '最近有什么公告', '查账单', '算了', '有哪些套餐', '谢谢'];

/** One conversation and the ids its messages got. */
interface Conversation {
  readonly customer: Visit;
  readonly ids: readonly string[];
}

describe('a server that is killed while customers talk', function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let folder: string;

  before(async () => {
    sandbox = await startSandbox({ port: 0, clock: () => new Date() });
    folder = mkdtempSync(join(tmpdir(), 'killed-'));
  });
  after(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers every message exactly once, on PGlite', () => askAll(1, {}));

  it('answers every message exactly once, on PostgreSQL', onPostgres(1));

  it('does so when one of two servers on a database is killed', onPostgres(2));

  function onPostgres(servers: number) {
    return async function (this: Mocha.Context) {
      const database = await freshDatabase();
      if (!database) return this.skip();
      await askAll(servers, { DATABASE_URL: database.place.url });
      await database.remove();
    };
  }

  async function askAll(servers: number, place: Record<string, string>): Promise<void> {
    const fleet = await startFleet(servers, {
      ...place,
      DATA_FOLDER: folder,
      SANDBOX: 'none',
      CARRIER_URL: sandbox.url,
      POSTS_PER_MINUTE: '1000000',
      TOKENS_PER_MINUTE: '1000000',
      LOG_LEVEL: 'silent',
      PORT: '0',
    });
    try {
      await assertUndisturbed(fleet);
    } finally {
      await fleet.close();
    }
  }
});

/** Customers come and go while servers are killed: each hears what one heard whom nobody disturbed. */
async function assertUndisturbed(fleet: Fleet): Promise<void> {
  const expected = await answersIn(await converse(fleet));
  assert.ok(expected.every((answers) => answers.length > 0));
  let isOver = false;
  const comeAndGo = async () => {
    const conversations: Conversation[] = [];
    while (!isOver) conversations.push(await converse(fleet));
    return conversations;
  };
  const coming = Array.from({ length: customersAtOnce }, comeAndGo);
  for (let kill = 0; kill < kills; kill += 1) {
    await wait(Math.random() * mostMsAlive);
    await fleet.killOne();
  }
  isOver = true;
  for (const conversation of (await Promise.all(coming)).flat()) {
    assert.deepEqual(await answersIn(conversation), expected);
  }
}

async function converse(fleet: Fleet): Promise<Conversation> {
  const customer = await visit(fleet.site);
  const ids: string[] = [];
  // The last word is said into the answer before: two messages wait at once.
  for (const text of talk.slice(0, -2)) ids.push(await customer.says(text));
  ids.push(await customer.posts(talk.at(-2) ?? ''), await customer.says(talk.at(-1) ?? ''));
  return { customer, ids };
}

/** For each message what was answered to it. What was sent must be there once, and in order. */
async function answersIn({ customer, ids }: Conversation): Promise<string[][]> {
  const said = await customer.transcript();
  const sent = said.filter(({ from }) => from.role === 'user');
  assert.deepEqual(
    sent.map(({ id, text }) => [id, text]),
    ids.map((id, place) => [id, talk[place]]),
  );
  const greetings = said.filter(
    ({ id, replyToId = '' }) => !ids.includes(id) && !ids.includes(replyToId),
  );
  assert.equal(greetings.length, 1);
  return ids.map((id) =>
    said
      .filter(({ replyToId }) => replyToId === id)
      .map(({ text, attachments }) => withoutTime(JSON.stringify({ text, attachments }))),
  );
}

/** As of when the operator was asked is all that differs. */
function withoutTime(answer: string): string {
  return answer.replaceAll(/数据截至 [\d-]+ [\d:]+/g, '数据截至');
}
