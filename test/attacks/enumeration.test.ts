import assert from 'node:assert/strict';
import type { Ports } from '../../openPorts.ts';
import type { TurnCommit } from '../../ports/store.ts';
import { enter, type Guest, type Site, startAttacked, until } from './site.ts';

const ours = '13800138002';
const nobodys = '13912340001';
const another = '13912349999';

/** What a guesser can try, and what must not be told apart: nobody learns whose a number is (R19). */
const guesses = [ours, nobodys, another];
/** Others, for what uses a number up. */
const lockable = ['13800138006', '13912340006', '13912340007'];

interface Seen {
  readonly shown: readonly string[];
  readonly work: readonly string[];
}

/** Ids and times are new in every answer; the number is the guesser's own. */
function withoutIds(shown: string, number: string): string {
  return shown
    .replaceAll(`${number.slice(0, 3)}****${number.slice(-4)}`, 'NUMBER')
    .replace(/[0-9a-f]{32}(\|\d+)?/g, 'ID')
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'TIME');
}

describe('finding out whose a number is', function () {
  this.timeout(120_000);
  const work: string[] = [];
  const finished: string[] = [];
  let site: Site;
  before(async () => {
    site = await startAttacked({}, { wrapPorts: (ports) => watched(ports, work, finished) });
  });
  after(() => site.close());

  async function guess(number: string, codes = ['000001', '000002']): Promise<Seen> {
    const guest: Guest = await enter(site);
    const shown: string[] = [];
    work.splice(0);
    for (const words of ['查余额', number, ...codes])
      shown.push(withoutIds(await guest.says(words), number));
    return { shown, work: [...work] };
  }

  it('is not possible by what is said, nor by how it is said', async () => {
    const [first, ...rest] = await seenOfAll();
    assert.ok(first?.shown.every((answer) => answer.length > 50));
    for (const { shown } of rest) assert.deepEqual(shown, first?.shown);
  });

  it('is not possible by the work that is done before the answer', async () => {
    const [first, ...rest] = await seenOfAll();
    assert.match(first?.work.join() ?? '', /count identify.*findLine.*count code:failures/);
    for (const { work: done } of rest) assert.deepEqual(done, first?.work);
  });

  it('is not possible by locking it: the fifth wrong code is the same work for every number', async () => {
    const seen: Seen[] = [];
    const codes = ['000001', '000002', '000003', '000004', '000005'];
    for (const number of lockable) seen.push(await guess(number, codes));
    const [first, ...rest] = seen;
    assert.match(first?.shown.at(-1) ?? '', /10000/);
    assert.match(first?.work.at(-1) ?? '', /^commitTurn 1 of evidence, [12] to do/);
    for (const { shown, work: done } of rest) {
      assert.deepEqual(shown, first?.shown);
      assert.deepEqual(done, first?.work);
    }
  });

  it('is not possible by the work that is done after it, which may slow down what is said next', async () => {
    for (const number of guesses) {
      const guest = await enter(site);
      finished.splice(0);
      await guest.says('查余额');
      await guest.says(number);
      await until('what is done after a code was asked for', async () => finished[0]);
    }
  });

  let all: Promise<readonly Seen[]> | undefined;
  function seenOfAll(): Promise<readonly Seen[]> {
    all ??= (async () => {
      const seen: Seen[] = [];
      for (const number of guesses) seen.push(await guess(number));
      return seen;
    })();
    return all;
  }
});

/** What is done for an answer. What is done after it nobody waits for, but it is done for all. */
const forAnswer = ['receive', 'commitTurn', 'count', 'peek', 'giveBack'];

/** How much a turn leaves behind: more takes longer. */
const sizeOf = ({ evidence, intents }: TurnCommit) =>
  `${evidence.length} of evidence, ${intents.length} to do`;

/** The ports with every call for an answer written down: which counter, but not of whom. */
function watched(ports: Ports, work: string[], finished: string[]): Ports {
  const watch = <T extends object>(port: T, isOurs: (name: string) => boolean): T =>
    new Proxy(port, {
      get(target, name) {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function' || !isOurs(String(name))) return member;
        return (...given: unknown[]) => {
          const [key] = given;
          const counter = typeof key === 'string' ? key.replace(/[^:]*$/, '') : '';
          if (name === 'finishIntent') finished.push(String(given[1]));
          else if (name === 'commitTurn') work.push(`commitTurn ${sizeOf(key as TurnCommit)}`);
          else work.push(`${String(name)} ${counter}`);
          return Reflect.apply(member, target, given);
        };
      },
    });
  return {
    ...ports,
    store: watch(ports.store, (name) => name === 'finishIntent' || forAnswer.includes(name)),
    carrier: watch(ports.carrier, () => true),
  };
}
