import { randomUUID } from 'node:crypto';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { agreementQueries } from './agreements.ts';
import { counterQueries } from './counters.ts';
import type { Engine, Statement } from './engine.ts';
import { evidenceQueries } from './evidence.ts';
import { guarded } from './failures.ts';
import { forgetQueries } from './forgetting.ts';
import { handoffQueries } from './handoffs.ts';
import { holdQueries } from './holds.ts';
import { intentQueries } from './intents.ts';
import { linkQueries } from './links.ts';
import { createNews } from './news.ts';
import { activityIdOf, numbered } from './numbering.ts';
import { openEngine, type StorePlace } from './openEngine.ts';
import { personQueries } from './persons.ts';
import { turnQueries } from './turns.ts';
import { unrecognisedQueries } from './unrecognised.ts';
import { weChatQueries } from './weChat.ts';
import { weComQueries } from './weCom.ts';

export { StoreCannotOpen } from './folderLock.ts';
export type { StorePlace } from './openEngine.ts';

const ready: Statement = { name: 'ready', text: 'select 1' };

/** Opens the bot's memory, its tables up to date. Throws `StoreCannotOpen` with one sentence. */
export async function openStore(place: StorePlace, { log }: { log: Log }): Promise<Store> {
  const engine = await openEngine(place, log);
  try {
    return await storeOn(engine, log);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The memory on a database that is open and up to date. */
export async function storeOn(engine: Engine, log: Log): Promise<Store> {
  const origin = randomUUID();
  const turns = turnQueries(engine);
  const intents = intentQueries(engine);
  const counters = counterQueries(engine);
  const proof = evidenceQueries(engine);
  const links = linkQueries(engine);
  const agreements = agreementQueries(engine);
  const forget = forgetQueries(engine);
  const persons = personQueries(engine);
  const holds = holdQueries(engine);
  const unrecognised = unrecognisedQueries(engine);
  const weChat = weChatQueries(engine);
  const weCom = weComQueries(engine);
  const handoffs = handoffQueries(engine);
  const news = await createNews({
    origin,
    channel: engine.channel,
    log,
    read: turns.stretches,
    recordedSince: turns.recordedSince,
  });
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await news.stop();
    await engine.close();
  }

  return {
    openConversation: (conversation) => guarded(() => turns.open(conversation)),
    conversation: (id) => guarded(() => turns.conversation(id)),
    async receive(inbound) {
      const { sequence, duplicate } = await guarded(() => turns.receive(inbound));
      const { conversationId, activity } = inbound;
      if (!duplicate) news.tell(conversationId, [numbered(conversationId, sequence, activity)]);
      return { activityId: activityIdOf(conversationId, sequence), duplicate };
    },
    hasReceived: (...given) => guarded(() => turns.hasKey(...given)),
    claimTurn: (...given) => guarded(() => turns.claim(...given)),
    async commitTurn(commit) {
      const first = await guarded(() => turns.commit(commit));
      if (first === undefined) return false;
      const { conversationId: id, replies } = commit;
      news.tell(
        id,
        replies.map((reply, place) => numbered(id, first + place, reply)),
      );
      return true;
    },
    waitingConversations: (now) => guarded(() => turns.waiting(now)),
    activities: (...given) => guarded(() => turns.activities(...given)),
    listen: news.listen,
    claimIntents: (...given) => guarded(() => intents.claim(...given)),
    finishIntent: (...given) => guarded(() => intents.finish(...given)),
    retryIntent: (...given) => guarded(() => intents.retry(...given)),
    record: (rows) => guarded(() => proof.record(rows)),
    evidence: (subject) => guarded(() => proof.of(subject)),
    evidenceSubjects: (quoteId) => guarded(() => proof.subjects(quoteId)),
    readLink: (...given) => guarded(() => links.read(...given)),
    useLink: (...given) => guarded(() => links.use(...given)),
    issueLink: (link) => guarded(() => links.issue(link)),
    keepAgreement: (agreement) => guarded(() => agreements.keep(agreement)),
    agreement: (number) => guarded(() => agreements.one(number)),
    agreements: (customerId) => guarded(() => agreements.ofCustomer(customerId)),
    count: (...given) => guarded(() => counters.count(...given)),
    peek: (...given) => guarded(() => counters.peek(...given)),
    giveBack: (...given) => guarded(() => counters.giveBack(...given)),
    forgetConversations: (rules) => guarded(() => forget.conversations(rules)),
    forgetTasks: (...given) => guarded(() => forget.tasks(...given)),
    forgetOver: (...given) => guarded(() => forget.over(...given)),
    overdue: (...given) => guarded(() => forget.overdue(...given)),
    eraseTranscripts: (wish) => guarded(() => persons.erase(wish)),
    said: (lineId) => guarded(() => persons.said(lineId)),
    transcripts: (lineId) => guarded(() => persons.transcripts(lineId)),
    unrecognised: (limit) => guarded(() => unrecognised.open(limit)),
    finishReview: (...given) => guarded(() => unrecognised.done(...given)),
    handoff: (id) => guarded(() => handoffs.one(id)),
    openHandoffs: (desk) => guarded(() => handoffs.open(desk)),
    untoldHandoffs: (desk) => guarded(() => handoffs.untold(desk)),
    handoffsOf: (conversationId) => guarded(() => handoffs.ofConversation(conversationId)),
    queueBefore: (...given) => guarded(() => handoffs.queueBefore(...given)),
    claimHandoff: (...given) => guarded(() => handoffs.claim(...given)),
    moveHandoff: (...given) => guarded(() => handoffs.move(...given)),
    endHandoff: (...given) => guarded(() => handoffs.end(...given)),
    toldOfHandoff: (...given) => guarded(() => handoffs.told(...given)),
    handoffCounts: (since) => guarded(() => handoffs.counts(since)),
    findSaid: (...given) => guarded(() => handoffs.findSaid(...given)),
    holderOf: (conversationId) => guarded(() => handoffs.holderOf(conversationId)),
    seeAgent: (agent) => guarded(() => handoffs.seeAgent(agent)),
    agentsSince: (seenAt) => guarded(() => handoffs.agentsSince(seenAt)),
    isHeld: (subject) => guarded(() => holds.isHeld(subject)),
    setHold: (hold) => guarded(() => holds.set(hold)),
    liftHold: (...given) => guarded(() => holds.lift(...given)),
    holds: () => guarded(() => holds.all()),
    weCom: {
      cursor: (openKfId) => guarded(() => weCom.cursor(openKfId)),
      keepCursor: (...given) => guarded(() => weCom.keepCursor(...given)),
      accounts: () => guarded(() => weCom.accounts()),
    },
    weChat: {
      decide: (decision) => guarded(() => weChat.decide(decision)),
      decided: (activityId) => guarded(() => weChat.decided(activityId)),
      partSent: (activityId, count) => guarded(() => weChat.partSent(activityId, count)),
      hold: (activityId) => guarded(() => weChat.hold(activityId)),
      release: (...given) => guarded(() => weChat.release(...given)),
      allow: (allowance) => guarded(() => weChat.allow(allowance)),
      takeAllowance: (...given) => guarded(() => weChat.takeAllowance(...given)),
      endAllowance: (conversationId) => guarded(() => weChat.endAllowance(conversationId)),
      token: (...given) => guarded(() => weChat.token(...given)),
      keepToken: (token) => guarded(() => weChat.keepToken(token)),
      dropToken: (...given) => guarded(() => weChat.dropToken(...given)),
    },
    ready: () => guarded(async () => void (await engine.run(ready, []))),
    close: () => (closing ??= close()),
  };
}
