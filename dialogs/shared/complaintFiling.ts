import {
  type ComplaintDates,
  complaintDates,
  complaintReferenceOf,
} from '../../domain/complaint.ts';
import type { Money } from '../../domain/money.ts';
import { plainWords } from '../../domain/plainWords.ts';
import type { ComplaintRequest } from '../../ports/complaints.ts';
import type { Identity } from './state.ts';
import type { Turn } from './turn.ts';

/** What the customer complains of. */
export interface ComplaintDraft {
  /** The customer's words, masked as they were heard. */
  readonly words: string;
  /** One line of one's own bill that is not accepted (E53). */
  readonly disputed?: { readonly itemId: string; readonly amount: Money };
}

/** What is told at once: the number and the day of the promise. */
export interface FiledComplaint extends Pick<ComplaintDates, 'dueOn'> {
  readonly reference: string;
  /** The same was on record already: nothing new was put there. */
  readonly isKnown?: boolean;
}

/** What a conversation remembers of a complaint made in it, so that the same one has one number. */
export interface KnownComplaint extends Pick<ComplaintDates, 'dueOn' | 'dueAt'> {
  readonly reference: string;
  /** Keyed hash of whose it is and of its words, whatever their marks and spaces. */
  readonly digest: string;
}

/** More open ones from one chat help nobody: a person then hears the rest of it. */
export const mostOpenComplaints = 3;

/** What the worker follows until there is an answer; travels sealed. */
export interface ComplaintTask extends Pick<ComplaintDates, 'remindAt' | 'followUntil'> {
  readonly request: ComplaintRequest;
  readonly conversationId: string;
  readonly replyTo?: string;
}

/**
 * Puts a complaint on record with its number and its due date; it goes to the operator after the commit
 * and as long as it takes, so that nobody is told to complain again because a system was away (R6). The
 * same words again get the same number. Undefined: as many are open from this chat as can be.
 */
export function fileComplaint(
  turn: Turn,
  identity: Identity | undefined,
  draft: ComplaintDraft,
): FiledComplaint | undefined {
  const open = openComplaints(turn);
  const digest = digestOf(turn, identity, draft);
  const same = open.find((each) => each.digest === digest);
  if (same) return { reference: same.reference, dueOn: same.dueOn, isKnown: true };
  if (open.length >= mostOpenComplaints) return undefined;
  const filed = putOnRecord(turn, identity, draft);
  const { reference, dueOn, dueAt } = filed;
  turn.state.complaints = [...open, { reference, dueOn, dueAt, digest }];
  return { reference, dueOn };
}

/** Those of this chat that still wait for their answer, as far as their promise goes. */
function openComplaints({ state, now }: Turn): readonly KnownComplaint[] {
  return (state.complaints ?? []).filter(({ dueAt }) => dueAt > now.toISOString());
}

function digestOf(
  { services }: Turn,
  identity: Identity | undefined,
  { words, disputed }: ComplaintDraft,
): string {
  const said = plainWords(words).replaceAll(/[\s?]/g, '');
  return services.vault.digest([identity?.line.id ?? '', disputed?.itemId ?? '', said].join('|'));
}

function putOnRecord(
  turn: Turn,
  identity: Identity | undefined,
  { words, disputed }: ComplaintDraft,
): FiledComplaint & Pick<ComplaintDates, 'dueAt'> {
  const { services, now, conversationId, replyTo } = turn;
  const { policy, operator, vault, newId } = services;
  const reference = complaintReferenceOf(newId().replaceAll('-', ''));
  const { dueOn, dueAt, remindAt, followUntil } = complaintDates(
    now,
    policy.complaints,
    operator.timeZone,
  );
  const request: ComplaintRequest = {
    reference,
    ...(identity && { lineId: identity.line.id, customerId: identity.line.customerId }),
    language: turn.state.language,
    receivedAt: now.toISOString(),
    dueAt,
    words,
    ...(disputed && { disputed }),
  };
  const task: ComplaintTask = {
    request,
    remindAt,
    followUntil,
    conversationId,
    ...(replyTo && { replyTo }),
  };
  turn.intend({ kind: 'complaint', sealedPayload: vault.seal(JSON.stringify(task)) });
  turn.record({
    kind: 'complained',
    subject: identity?.line.customerId ?? conversationId,
    at: now.toISOString(),
    data: {
      reference,
      dueAt,
      conversationId,
      channel: turn.channelId,
      ...(identity && { lineId: identity.line.id }),
      ...(disputed && { disputedItemId: disputed.itemId }),
      policy: policy.version,
      rules: disputed ? ['R6', 'E53', 'E54'] : ['R6', 'E54'],
    },
  });
  return { reference, dueOn, dueAt };
}
