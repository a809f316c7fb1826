import { startApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Store } from '../../ports/store.ts';

/**
 * Run as a program with an IPC channel: the bot, whole and real, but `HOLD` (before, after) has it stand
 * still where it is decided how the replies to an ordering message leave. Then the test kills it.
 */
const { HOLD, ...environment } = process.env;

function holding(store: Store): Store {
  let orderedBy: string | undefined;
  const hold = async (side: string, activityIds: readonly string[]) => {
    if (side !== HOLD || orderedBy === undefined || !activityIds.includes(orderedBy)) return;
    process.send?.('held');
    await new Promise(() => {});
  };
  return {
    ...store,
    async commitTurn(commit) {
      if (commit.intents.some(({ kind }) => kind === 'order')) orderedBy = commit.activityId;
      return store.commitTurn(commit);
    },
    weChat: {
      ...store.weChat,
      async decide(decision) {
        await hold('before', decision.activityIds);
        const decided = await store.weChat.decide(decision);
        await hold('after', decision.activityIds);
        return decided;
      },
    },
  };
}

await startApp(readConfig(environment, '/dev/null'), {
  wrapPorts: (ports) => ({ ...ports, store: holding(ports.store) }),
});
process.send?.('started');
// The test is gone: nothing is left running.
process.on('disconnect', () => process.exit());
