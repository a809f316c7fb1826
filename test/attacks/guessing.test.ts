import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { issueCode, tryCode } from '../../dialogs/shared/oneTimeCode.ts';
import { type CodePurpose, codeRules } from '../../domain/verification.ts';
import { forEachDatabase } from '../support/databases.ts';
import { challengeFor, codeOfTests, codeServicesOn, useOf } from './codeServices.ts';

const right = String(codeOfTests);
const wrongCodes = (count: number) => Array.from({ length: count }, (_, index) => `1${index}`);
const aNumber = () => `139${String(randomInt(10 ** 8)).padStart(8, '0')}`;

/** Adding one without its meaning does not compile: every pair of purposes is tried. */
const purposes = Object.keys({
  identify: true,
  change: true,
  agreement: true,
  records: true,
  recordsExport: true,
  puk: true,
  address: true,
  myData: true,
} satisfies Record<CodePurpose, true>) as CodePurpose[];

describe('guessing a code', () => {
  forEachDatabase((_name, database) => {
    it('in parallel, from forty conversations and two servers, gets five looks for a number and no more', async () => {
      const servers = [await database.open(), await database.open()].map(codeServicesOn);
      const number = aNumber();
      const [first] = servers;
      assert.ok(first);
      const talks = wrongCodes(40).map((code) => ({ code, talk: randomUUID() }));
      // One code is all a guesser needs: all conversations are made to wait for the same one.
      const challenge = await challengeFor(first, useOf('records', randomUUID(), number));
      const judged = await Promise.all(
        talks.map(({ code, talk }, index) => {
          const services = servers[index % 2] ?? first;
          return tryCode(services, useOf('records', talk, number), challenge, code);
        }),
      );
      const looks = servers.reduce((sum, { compared }) => sum + compared(), 0);
      assert.equal(looks, codeRules.failuresPerDay);
      const wrong = judged.filter(({ verdict }) => verdict === 'wrong');
      assert.equal(wrong.length, codeRules.failuresPerDay - 1);
      assert.equal(judged.filter(({ isNewLock }) => isNewLock).length, 1, 'alarmed once');
      const late = await tryCode(first, useOf('records', randomUUID(), number), challenge, right);
      assert.equal(late.verdict, 'locked', 'even the right code is too late');
    });

    it('is not made cheaper by having the code sent anew', async () => {
      const services = codeServicesOn(await database.open());
      const number = aNumber();
      const verdicts: string[] = [];
      for (let sent = 0; sent < codeRules.sendsPerHour; sent += 1) {
        const use = useOf('records', randomUUID(), number);
        const issued = await issueCode(services, use, async () => undefined);
        if (issued.kind !== 'issued') break;
        for (const code of ['1', '2'])
          verdicts.push((await tryCode(services, use, issued.challenge, code, false)).verdict);
      }
      assert.deepEqual(verdicts, ['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked']);
    });

    it('has codes sent to so many numbers an hour in all, and then somebody is woken', async () => {
      const store = await database.open();
      const sent = { all: codeRules.sendsOverallPerHour - 2 };
      const services = codeServicesOn({
        ...store,
        async count(key, ...rest) {
          const counted = await store.count(key, ...rest);
          if (key !== 'code:sends:all') return counted;
          sent.all += 1;
          return { ...counted, count: sent.all };
        },
      });
      const kinds = [];
      for (let times = 0; times < 4; times += 1) {
        const use = useOf('identify', randomUUID(), aNumber());
        kinds.push((await issueCode(services, use, async () => undefined)).kind);
      }
      assert.deepEqual(kinds, ['issued', 'issued', 'tooMany', 'tooMany']);
      assert.deepEqual(services.alerts, ['code.flood']);
    });

    it('stays counted after a restart, for the day and not for ever', async () => {
      const number = aNumber();
      const before = codeServicesOn(await database.open());
      const use = useOf('identify', randomUUID(), number);
      const challenge = await challengeFor(before, use);
      for (const code of wrongCodes(5)) await tryCode(before, use, challenge, code);
      const after = codeServicesOn(await database.open());
      assert.equal((await issueCode(after, use, async () => undefined)).kind, 'locked');
      const tomorrow = new Date(use.now.getTime() + 24 * 60 * 60_000);
      const fresh = await issueCode(after, { ...use, now: tomorrow }, async () => undefined);
      assert.equal(fresh.kind, 'issued');
    });

    it('locks for a whole day, also when the first of the five tries was long ago', async () => {
      const services = codeServicesOn(await database.open());
      const use = useOf('identify', randomUUID(), aNumber());
      const hoursLater = (hours: number) => new Date(use.now.getTime() + hours * 60 * 60_000);
      const challenge = await challengeFor(services, use);
      const [first = '', ...others] = wrongCodes(5);
      await tryCode(services, use, challenge, first);
      const late = { ...use, now: hoursLater(23) };
      const another = await challengeFor(services, late);
      for (const code of others) await tryCode(services, late, another, code);
      const soon = { ...use, now: hoursLater(25) };
      assert.equal((await issueCode(services, soon, async () => undefined)).kind, 'locked');
      assert.equal((await tryCode(services, soon, another, right)).verdict, 'locked');
      const fresh = { ...use, now: hoursLater(47) };
      assert.equal((await issueCode(services, fresh, async () => undefined)).kind, 'issued');
    });

    it('costs the holder nothing: right codes are no tries, however many', async () => {
      const services = codeServicesOn(await database.open());
      const use = useOf('records', randomUUID(), aNumber());
      const challenge = await challengeFor(services, use);
      const judge = async (code: string) => (await tryCode(services, use, challenge, code)).verdict;
      for (const code of wrongCodes(4)) assert.equal(await judge(code), 'wrong');
      for (let times = 0; times < 10; times += 1) assert.equal(await judge(right), 'right');
      assert.equal(await judge('1'), 'locked', 'the fifth wrong one');
    });

    it('a code for one purpose opens no other, whichever two they are', async () => {
      const services = codeServicesOn(await database.open());
      for (const sentFor of purposes) {
        for (const usedFor of purposes) {
          const talk = randomUUID();
          const challenge = await challengeFor(services, useOf(sentFor, talk, aNumber()));
          const use = useOf(usedFor, talk, aNumber());
          const { verdict } = await tryCode(services, use, challenge, right);
          assert.equal(verdict, sentFor === usedFor ? 'right' : 'wrong', `${sentFor} → ${usedFor}`);
        }
      }
    });

    it('a code opens nothing in another conversation and of another line', async () => {
      const services = codeServicesOn(await database.open());
      const one = randomUUID();
      const challenge = await challengeFor(services, useOf('records', one, aNumber()));
      for (const use of [
        useOf('records', randomUUID(), aNumber()),
        useOf('records', one, aNumber(), 'line-2'),
      ])
        assert.equal((await tryCode(services, use, challenge, right)).verdict, 'wrong');
    });
  });
});
