import { randomUUID } from 'node:crypto';
import type { EvidenceRow, LineHolder, Store, StoredAgreement } from '../../ports/store.ts';
import type { Sandbox } from '../../sandbox/server.ts';

const names = new WeakMap<Sandbox, string>();

/**
 * The part of the shared database that belongs to one sandbox operator. Every sandbox has the same
 * demo customers; here the counters, the ledgers and the agreements of one are not another's.
 */
export function cornerOf(store: Store, sandbox: Sandbox | undefined): Store {
  if (!sandbox) return store;
  const name = names.get(sandbox) ?? randomUUID();
  names.set(sandbox, name);
  const mine = (key: string) => `${name}|${key}`;
  const theirs = (key: string) => key.slice(name.length + 1);
  const ours = ({ customerId, lineId }: LineHolder) => ({
    customerId: mine(customerId),
    lineId: mine(lineId),
  });
  const row = (evidence: EvidenceRow) => ({ ...evidence, subject: mine(evidence.subject) });
  return {
    ...store,
    count: (key, now, windowMs) => store.count(mine(key), now, windowMs),
    peek: (key, now) => store.peek(mine(key), now),
    giveBack: (key, now) => store.giveBack(mine(key), now),
    commitTurn: ({ holder, ...commit }) =>
      store.commitTurn({
        ...commit,
        ...(holder && { holder: ours(holder) }),
        evidence: commit.evidence.map(row),
      }),
    said: (lineId) => store.said(mine(lineId)),
    transcripts: (lineId) => store.transcripts(mine(lineId)),
    eraseTranscripts: (wish) => store.eraseTranscripts({ ...wish, holder: ours(wish.holder) }),
    isHeld: (subject) => store.isHeld(mine(subject)),
    setHold: (hold) => store.setHold({ ...hold, subject: mine(hold.subject) }),
    record: (evidence) => store.record(evidence.map(row)),
    async evidence(subject) {
      const records = await store.evidence(mine(subject));
      return records.map((record) => ({ ...record, subject }));
    },
    async evidenceSubjects(quoteId) {
      const subjects = await store.evidenceSubjects(quoteId);
      return subjects.filter((subject) => subject.startsWith(mine(''))).map(theirs);
    },
    keepAgreement: (agreement) =>
      store.keepAgreement({ ...agreement, customerId: mine(agreement.customerId) }).then(
        ({ customerId, ...kept }): StoredAgreement => ({
          ...kept,
          customerId: theirs(customerId),
        }),
      ),
    async agreement(number) {
      const kept = await store.agreement(number);
      return kept && { ...kept, customerId: theirs(kept.customerId) };
    },
    agreements: (customerId) => store.agreements(mine(customerId)),
  };
}

/** What a test left to be done later is nobody's: no other test's clock may bring it about. */
export async function forgetIntents(store: Store): Promise<void> {
  const farAway = '2100-01-01T00:00:00.000Z';
  for (;;) {
    const left = await store.claimIntents('nobody', farAway, 1, 100);
    for (const { id } of left) await store.finishIntent(id, 'expired', farAway);
    if (left.length < 100) return;
  }
}
