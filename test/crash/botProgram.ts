import { startApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { AgreementPress } from '../../ports/agreement.ts';
import type { ClaimedIntent, Store, TurnCommit } from '../../ports/store.ts';
import { countSteps, type FromBot, type Steps, type ToBot } from './watch.ts';

/**
 * Run as a program with an IPC channel: the bot, whole and real, but its store and its press stand
 * still at one boundary of each watched change. Then the test kills this process.
 */
interface Watched {
  readonly steps: Steps;
  /** What names this change in an argument: its conversation, its quote, its intents, its customer. */
  readonly names: Set<string>;
}

const watched: Watched[] = [];
/** Watched, but its conversation is not open yet. */
const coming: Watched[] = [];
let clockAheadMs = 0;
const say = (message: FromBot) => process.send?.(message);

const concerning = (what: unknown): Watched | undefined => {
  const text = JSON.stringify(what);
  // A customer's newest change: the earlier one is over.
  return watched.findLast(({ names }) => [...names].some((name) => text.includes(name)));
};

type Step = (...given: readonly unknown[]) => Promise<unknown>;

/** Steps whose arguments say which change they belong to. */
const steps = ['receive', 'commitTurn', 'finishIntent', 'retryIntent', 'keepAgreement', 'print'];

function wrap<Port extends Store | AgreementPress>(port: Port): Port {
  const all = port as unknown as Record<string, Step>;
  const bound = (name: string): Step => (all[name] as Step).bind(port);
  const changed: Record<string, Step> = {};
  for (const name of steps.filter((each) => each in all)) {
    changed[name] = async (...given) => {
      if (name === 'commitTurn') learn(given[0] as TurnCommit);
      const found = concerning(given);
      await found?.steps.at(name, 'before');
      const result = await bound(name)(...given);
      await found?.steps.at(name, 'after');
      return result;
    };
  }
  if ('claimTurn' in all) Object.assign(changed, opening(bound), claiming(bound));
  return { ...port, ...changed };
}

/** What a commit says of its change: later steps name only parts of it. */
function learn({ conversationId, intents, evidence }: TurnCommit): void {
  const names = concerning(conversationId)?.names;
  for (const { id } of intents) names?.add(id);
  for (const { subject, data } of evidence) {
    names?.add(subject);
    // Without its first letter it is in the agreement's number too.
    if (typeof data.quoteId === 'string') names?.add(data.quoteId.slice(1));
  }
}

function opening(bound: (name: string) => Step): Record<string, Step> {
  return {
    async openConversation(...given) {
      const found = coming.shift();
      found?.names.add((given[0] as { id: string }).id);
      await found?.steps.at('openConversation', 'before');
      const result = await bound('openConversation')(...given);
      await found?.steps.at('openConversation', 'after');
      return result;
    },
  };
}

/** Nothing happens before a claim that did not happen before it; what is claimed and held is nobody's. */
function claiming(bound: (name: string) => Step): Record<string, Step> {
  return {
    async claimTurn(...given) {
      const claimed = await bound('claimTurn')(...given);
      if (claimed) await concerning(given)?.steps.at('claimTurn', 'after');
      return claimed;
    },
    async claimIntents(...given) {
      const claimed = (await bound('claimIntents')(...given)) as readonly ClaimedIntent[];
      return claimed.filter(({ id }) => !concerning(id)?.steps.holds('claimIntents', 'after'));
    },
  };
}

process.on('message', async (message: ToBot) => {
  if ('clockAheadMs' in message) clockAheadMs = message.clockAheadMs;
  if ('watch' in message) {
    const { id: watch, point } = message.watch;
    const counted = countSteps(point, (passed) => say({ passed, watch }));
    const found = { steps: counted, names: new Set<string>() };
    watched.push(found);
    coming.push(found);
    say({ watching: watch });
  }
  if ('start' in message) {
    const clock = () => new Date(Date.now() + clockAheadMs);
    const { url } = await startApp(readConfig(message.start, ''), {
      clock,
      wrapPorts: (ports) => ({ ...ports, store: wrap(ports.store), press: wrap(ports.press) }),
    });
    say({ url });
  }
});
// The test is gone: nothing is left running.
process.on('disconnect', () => process.exit());
say({ loaded: true });
