import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import { type Grant, type GrantPurpose, isGrant } from '../../domain/grant.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Access, accessRow, alertOfAccess } from './accessNotices.ts';
import type { ListeningDialog, Slot, Slots } from './enquiry.ts';
import { EnquiryDialog } from './enquiryDialog.ts';
import { type GrantedTalk, grantedTalk } from './grantedTalk.ts';
import { type LineTalk, liveIdentity, show, type Talk, talkOf, type ViewDraft } from './talk.ts';
import type { Turn } from './turn.ts';

const dayMs = 24 * 60 * 60_000;

/**
 * An enquiry about something sensitive: decline → collect → fresh code (rights §5.1 L2) → look up →
 * on record and told by SMS (N12) → answer. What is looked up takes the talk's grant (INV-12).
 */
export interface GuardedDefinition<Found> {
  readonly name: string;
  /** What the code is for; it opens nothing else. */
  readonly stepUp: GrantPurpose;
  /** How often a line may be asked about in 24 hours; absent: no more than codes are sent. */
  readonly perDay?: number;
  /** Says no before anything is proved or sent. */
  readonly decline?: (slots: Slots, talk: Talk) => ViewDraft | undefined;
  readonly collect?: Readonly<Record<string, Slot<LineTalk>>>;
  readonly lookUp: (slots: Slots, talk: GrantedTalk) => Promise<Found> | Found;
  /** What was opened; undefined: there was nothing to open. */
  readonly access: (found: Found, talk: GrantedTalk, slots: Slots) => Access | undefined;
  readonly answer: (found: Found, talk: GrantedTalk, slots: Slots) => ViewDraft;
}

/** Makes the dialog of an enquiry that needs a fresh code. */
export function guardedEnquiry<Found>(definition: GuardedDefinition<Found>): ListeningDialog {
  return new GuardedEnquiry(definition as GuardedDefinition<unknown>);
}

class GuardedEnquiry extends EnquiryDialog {
  readonly isGuarded = true;
  private readonly guarded: GuardedDefinition<unknown>;

  constructor(definition: GuardedDefinition<unknown>) {
    super({ ...definition, about: 'line' });
    this.guarded = definition;
  }

  protected override async declined(turn: Turn, slots: Slots): Promise<boolean> {
    const view = this.guarded.decline?.(slots, talkOf(turn, this.id));
    if (view) {
      await show(turn, view);
      turn.state.why = `${this.id}:why`;
    }
    return view !== undefined;
  }

  protected override async conclude(
    dc: DialogContext,
    turn: Turn,
    slots: Slots,
    result: unknown,
  ): Promise<DialogTurnResult | undefined> {
    const grant = this.grantIn(result, turn);
    if (grant) await this.open(turn, slots, grant);
    else if (!(await this.isUsedUp(turn, 'peek')))
      return dc.beginDialog('stepUp', { purpose: this.guarded.stepUp });
    return undefined;
  }

  /** The number of record is read before anything is opened: what cannot be told of is not shown (N12). */
  private async open(turn: Turn, slots: Slots, grant: Grant): Promise<void> {
    const { lookUp, answer, access, stepUp } = this.guarded;
    const line = await turn.services.carrier.line(grant.lineId);
    if (!line) throw new Unavailable('carrier', 'nonsense: the line is gone');
    const talk = grantedTalk(turn, this.talk(turn), grant);
    const found = await lookUp(slots, talk);
    // Counted when the operator has answered: what cannot be shown uses nothing up.
    if (await this.isUsedUp(turn, 'count')) return;
    const opened = access(found, talk, slots);
    if (opened) {
      const { customerId, lineId } = grant;
      const holder = { customerId, lineId, phoneNumber: line.phoneNumber };
      const { channelId: channel, conversationId } = turn;
      const where = { at: turn.now.toISOString(), channel, conversationId };
      turn.record(accessRow(holder, stepUp, opened.facts, where));
      alertOfAccess(turn, holder, opened.words);
    }
    await this.show(turn, slots, answer(found, talk, slots));
  }

  /** Says so when the line was asked about often enough today; `count` counts this time too. */
  private async isUsedUp(turn: Turn, how: 'peek' | 'count'): Promise<boolean> {
    const { perDay } = this.guarded;
    const { identity, t, operator } = talkOf(turn, this.id);
    if (perDay === undefined || !identity) return false;
    const { limits } = turn.services;
    const key = `${this.id}:day:${identity.line.id}`;
    const at = turn.now.toISOString();
    const before =
      how === 'count' ? (await limits.count(key, at, dayMs)).count - 1 : await limits.peek(key, at);
    if (before < perDay) return false;
    const person = { dialog: 'talkToPerson', slots: {} };
    await show(turn, {
      text: t('usedUp', { times: perDay, hotline: operator.hotline }),
      choices: [{ label: t('common:choice.person'), start: person }],
    });
    return true;
  }

  /** Only a grant for this very purpose and line, made in this turn. */
  private grantIn(result: unknown, turn: Turn): Grant | undefined {
    if (typeof result !== 'object' || result === null) return undefined;
    const grant = result as Grant;
    const isOurs = grant.lineId === liveIdentity(turn)?.line.id;
    return isOurs && isGrant(grant, this.guarded.stepUp, turn.now) ? grant : undefined;
  }
}
