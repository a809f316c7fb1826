import { writeSync } from 'node:fs';
import { openStore } from '../../adapters/store/store.ts';
import { afterNoon, answerTo, claim, message, noon } from './storedTalk.ts';

/** Run as a program with a folder: talks in it without end and says on stdout what is committed. */
const [, , folder = ''] = process.argv;
const say = (line: string) => writeSync(1, `${line}\n`);

const store = await openStore({ kind: 'pglite', folder }, { log: console });
say('open');
const id = 'killed';
await store.openConversation({ id, channelId: 'directline', userId: 'anna', openedAt: noon });
for (let turn = 1; ; turn += 1) {
  const key = `${process.pid}-${turn}`;
  await store.receive(message(id, key));
  say(`received ${key}`);
  const claimed = await claim(store, id, `process ${process.pid}`);
  // After a kill this is the message that was left, not the one just received.
  const answered = String(claimed.activity.text);
  const intents = [{ id: answered, kind: 'sms' as const, sealedPayload: 'sealed' }];
  const evidence = [{ kind: 'said', subject: id, at: noon, data: { answered } }];
  const links = [{ digest: answered, sealedPayload: 'sealed', expiresAt: afterNoon(60) }];
  await store.commitTurn(answerTo(claimed, `to ${answered}`, { intents, evidence, links }));
  say(`answered ${answered}`);
}
