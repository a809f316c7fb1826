import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import { type Challenge, type CodePurpose, codeRules } from '../../domain/verification.ts';
import type { Line } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { alertOfLock, sendSms } from './accessNotices.ts';
import { intendForgetting } from './codeForgetting.ts';
import type { DialogState, ListeningDialog, Slots } from './enquiry.ts';
import { type CodeUse, codeText, type Issued, issueCode, tryCode } from './oneTimeCode.ts';
import { type ChoiceDraft, show, talkOf } from './talk.ts';
import { type Heard, type Turn, turnOf } from './turn.ts';

/** How people ask for the code once more. */
const resendWords =
  /^(重新发送(验证码)?|重发|再发(一次|一遍)?|没收到.*|resend.*|send again|.*(didn't|did not) (get|receive).*)$/i;

/** What a dialog that waits for a code keeps: nothing readable (rights §7: codes are not stored). */
export interface CodeState extends DialogState {
  sealedNumber?: string;
  /** Absent when the number is not ours: the customer must not see the difference (R19). */
  holder?: { readonly lineId: string; readonly customerId: string } | undefined;
  challenge?: Challenge;
}

/** A code's use as far as the turn does not know it. */
export type Wanted = Pick<CodeUse, 'subject' | 'phoneNumber'>;

/**
 * Sends a code and waits for it: what proving a number and opening something with it have in common.
 * Ends with what `passed` makes of a right code, `notIdentified` or `unavailable`.
 */
export abstract class CodeDialog<State extends CodeState>
  extends Dialog
  implements ListeningDialog
{
  readonly isCertain = true;

  /** What the code is for. */
  protected abstract purposeOf(state: State): Exclude<CodePurpose, 'change'>;
  /** What is said when a code is on its way, or would be. */
  protected abstract sentText(turn: Turn, state: State, minutes: number): string;
  /** A right code was given, by whoever holds the number. */
  protected abstract passed(dc: DialogContext, turn: Turn, state: State): Promise<DialogTurnResult>;
  /** Keeps what the carrier says of the number. */
  protected abstract keep(state: State, line: Line | undefined): void;

  /** Back from a digression: asks again for what is still missing. */
  override async resumeDialog(dc: DialogContext): Promise<DialogTurnResult> {
    await dc.repromptDialog();
    return Dialog.EndOfTurn;
  }

  override async repromptDialog(context: TurnContext, _instance: DialogInstance): Promise<void> {
    const turn = turnOf(context);
    await show(turn, { text: talkOf(turn, 'identification').t('askCodeAgain') });
  }

  take({ heard }: Turn, state: State): Slots | undefined {
    const isAnswer =
      state.challenge !== undefined &&
      (heard.codes.length > 0 || resendWords.test(heard.text.trim()));
    return isAnswer ? {} : undefined;
  }

  prefill(_heard: Heard): Slots {
    return {};
  }

  amend(): undefined {
    return undefined;
  }

  /** Has a code sent if the number is ours and nothing forbids it; says the same either way (R19, X16). */
  protected async send(
    dc: DialogContext,
    state: State,
    wanted: Wanted,
    find: () => Promise<Line | undefined>,
  ): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { vault } = turn.services;
    const isSame =
      state.sealedNumber !== undefined && vault.open(state.sealedNumber) === wanted.phoneNumber;
    const use = this.useOf(turn, state, wanted);
    const issued = await issueCode(turn.services, use, find, isSame ? state.challenge : undefined);
    if (issued.kind === 'tooSoon') {
      const { t } = talkOf(turn, 'identification');
      await show(turn, { text: t('resendLater', { seconds: issued.seconds }) });
      return Dialog.EndOfTurn;
    }
    if (issued.kind !== 'issued') return refuse(dc, turn, issued.kind);
    state.sealedNumber = vault.seal(wanted.phoneNumber);
    state.challenge = issued.challenge;
    const { line } = issued;
    state.holder = line && { lineId: line.id, customerId: line.customerId };
    this.keep(state, line);
    this.sendText(turn, use, issued);
    intendForgetting(turn, issued.challenge);
    const text = this.sentText(turn, state, codeRules.lifetimeMs / 60_000);
    await show(turn, { text, choices: [this.resend(turn)] });
    return Dialog.EndOfTurn;
  }

  /** Written for every number, sent only to ours. */
  private sendText(turn: Turn, use: CodeUse, { code, line }: Extract<Issued, { kind: 'issued' }>) {
    const purpose = use.purpose as Exclude<CodePurpose, 'change'>;
    const text = codeText(turn.services, purpose, code, turn.state.language);
    const expiresAt = new Date(turn.now.getTime() + codeRules.lifetimeMs).toISOString();
    sendSms(turn, line?.phoneNumber, text, { expiresAt, isUnhurried: purpose === 'identify' });
  }

  /** Judges a typed code. */
  protected async judge(
    dc: DialogContext,
    state: State,
    wanted: Wanted,
    code: string,
  ): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { t } = talkOf(turn, 'identification');
    const { challenge, holder } = state;
    if (!challenge) return this.resumeDialog(dc);
    const use = this.useOf(turn, state, wanted);
    const judged = await tryCode(turn.services, use, challenge, code, holder !== undefined);
    state.challenge = judged.challenge;
    if (judged.verdict === 'right') return this.passed(dc, turn, state);
    if (judged.verdict === 'locked') {
      if (judged.isNewLock)
        alertOfLock(turn, { ...holder, phoneNumber: wanted.phoneNumber }, use.purpose);
      return refuse(dc, turn, 'locked');
    }
    await show(turn, { text: t(judged.verdict), choices: [this.resend(turn)] });
    return Dialog.EndOfTurn;
  }

  private resend(turn: Turn): ChoiceDraft {
    const { t } = talkOf(turn, 'identification');
    return { label: t('choice.resend'), start: { dialog: this.id, slots: {} } };
  }

  protected async guarded(
    dc: DialogContext,
    act: () => Promise<DialogTurnResult>,
  ): Promise<DialogTurnResult> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return dc.endDialog('unavailable');
    }
  }

  private useOf(turn: Turn, state: State, wanted: Wanted): CodeUse {
    const { conversationId, addressDigest, now } = turn;
    return { ...wanted, purpose: this.purposeOf(state), conversationId, addressDigest, now };
  }
}

/** The state of the code dialog that is active. */
export function codeStateOf<State extends CodeState>(dc: DialogContext): State {
  const instance = dc.activeDialog;
  if (!instance) throw new Error('no active dialog');
  instance.state ??= {};
  return instance.state as State;
}

async function refuse(
  dc: DialogContext,
  turn: Turn,
  reason: 'locked' | 'tooMany' | 'freshSim',
): Promise<DialogTurnResult> {
  const { t, operator } = talkOf(turn, 'identification');
  await show(turn, {
    text: t(reason, { hotline: operator.hotline }),
    choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  });
  return dc.endDialog('notIdentified');
}
