import { writeSync } from 'node:fs';
import { openStore } from '../../adapters/store/store.ts';
import { answerTo, claim, message, noon } from './storedTalk.ts';

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
  const intents = [{ id: key, kind: 'sms' as const, sealedPayload: 'sealed' }];
  const evidence = [{ kind: 'said', subject: key, at: noon, data: {} }];
  await store.commitTurn(answerTo(claimed, `to ${claimed.activity.text}`, { intents, evidence }));
  say(`answered ${claimed.activity.text}`);
}
