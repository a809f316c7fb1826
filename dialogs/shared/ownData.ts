import type { Erasure, Said } from '../../ports/store.ts';
import { recordsOfLine } from './ownOrders.ts';
import type { Identity } from './state.ts';
import type { Turn } from './turn.ts';

/** What the worker needs to erase; travels sealed. */
export interface ErasureWish extends Omit<Erasure, 'requestId' | 'at'> {
  readonly replyTo?: string;
}

/** How much is stored about a line's holder. */
export interface Holdings extends Said {
  readonly evidence: number;
  readonly agreements: number;
}

/** Whether the customer gets advertisements: never unless they said so themselves (E32). */
export type MarketingConsent = 'given' | 'withdrawn' | 'never';

/** The rights of the person the line belongs to (E36–E40). */
export interface OwnData {
  /** Where this turn's message stands in its conversation, counted from 1. */
  readonly place: number;
  /** How much is stored; as everything here, of this line and not of the customer's others (rights §5.1). */
  holdings(): Promise<Holdings>;
  /** Has every conversation of the line erased right after this turn, but for this one from `keepFrom` on. */
  erase(keepFrom: number): void;
  /** Whether nothing may be erased because somebody was told to keep it. */
  isHeld(): Promise<boolean>;
  marketing(): Promise<MarketingConsent>;
  /** Puts consent or its withdrawal on record, with the words it was said in. */
  setMarketing(consent: Exclude<MarketingConsent, 'never'>, words: string): void;
}

/** A message's place in its conversation, from its id. */
function placeOf(activityId: string): number {
  return Number(activityId.slice(activityId.lastIndexOf('|') + 1));
}

/** What a proved line's holder may ask about their own data. */
export function ownDataOf(turn: Turn, { line }: Identity): OwnData {
  const { customerId } = line;
  const { records, vault } = turn.services;
  const { conversationId, replyTo, now } = turn;
  return {
    place: placeOf(turn.activityId),
    async holdings() {
      const [said, { evidence, agreements }] = await Promise.all([
        records.said(line.id),
        recordsOfLine(records, line),
      ]);
      return { ...said, evidence: evidence.length, agreements: agreements.length };
    },
    isHeld: () => records.isHeld(customerId),
    erase(keepFrom) {
      const facts = { channel: turn.channelId, askedIn: conversationId, rules: ['E40'] };
      const holder = { customerId, lineId: line.id };
      const wish = { holder, conversationId, keepFrom, facts, ...(replyTo && { replyTo }) };
      turn.intend({ kind: 'erase', sealedPayload: vault.seal(JSON.stringify(wish)) });
    },
    async marketing() {
      const said = (await records.evidence(customerId))
        .filter(({ kind, data }) => kind.startsWith('consent') && data.purpose === 'marketing')
        .filter(({ data }) => data.lineId === line.id)
        .at(-1);
      if (!said) return 'never';
      return said.kind === 'consentGiven' ? 'given' : 'withdrawn';
    },
    setMarketing(consent, words) {
      turn.record({
        kind: consent === 'given' ? 'consentGiven' : 'consentWithdrawn',
        subject: customerId,
        at: now.toISOString(),
        data: {
          purpose: 'marketing',
          lineId: line.id,
          words,
          conversationId,
          channel: turn.channelId,
          rules: ['E32', 'E37'],
        },
      });
    },
  };
}
