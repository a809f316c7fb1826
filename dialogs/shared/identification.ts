import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import { codeBinding, codeRules, judgeCode } from '../../domain/verification.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { ListeningDialog, Slots } from './enquiry.ts';
import { type CheckState, type ProvenIdentity, sendCode } from './sendCode.ts';
import { show, talkOf } from './talk.ts';
import { type Heard, type Turn, turnOf } from './turn.ts';

const dayMs = 24 * 60 * 60_000;
/** How people ask for the code once more. */
export const resendWords =
  /^(重新发送(验证码)?|重发|再发(一次|一遍)?|没收到.*|resend.*|send again|.*(didn't|did not) (get|receive).*)$/i;

/**
 * Proves that the customer holds a number: number, then a code by SMS (rights §5.1 L1, X16). The
 * answers never tell whether a number exists: same words, same steps, no SMS. Begun by any enquiry
 * about a line; ends with `identified` or `notIdentified`.
 */
export class Identification extends Dialog implements ListeningDialog {
  readonly isCertain = true;

  constructor() {
    super('identification');
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    if (turn.heard.phoneNumbers[0]) return this.continueDialog(dc);
    const { t } = talkOf(turn, 'identification');
    const wasKnown = turn.state.identity !== undefined;
    turn.state.identity = undefined;
    await show(turn, { text: t(wasKnown ? 'idle' : 'askNumber') });
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = checkState(dc);
    const [phoneNumber] = turn.heard.phoneNumbers;
    try {
      if (phoneNumber) return await this.send(turn, state, phoneNumber);
      if (state.sealedNumber && turn.heard.codes[0]) {
        return await this.tryCode(dc, turn, state, turn.heard.codes[0]);
      }
      if (state.sealedNumber) {
        return await this.send(turn, state, turn.services.vault.open(state.sealedNumber));
      }
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return dc.endDialog('unavailable');
    }
    return this.resumeDialog(dc);
  }

  /** Back from a digression: asks again for what is still missing. */
  override async resumeDialog(dc: DialogContext): Promise<DialogTurnResult> {
    await dc.repromptDialog();
    return Dialog.EndOfTurn;
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const turn = turnOf(context);
    const { challenge } = (instance.state ?? {}) as CheckState;
    const { t } = talkOf(turn, 'identification');
    await show(turn, { text: t(challenge ? 'askCodeAgain' : 'askNumber') });
  }

  take({ heard }: Turn, state: CheckState): Slots | undefined {
    const isAnswer =
      heard.phoneNumbers.length > 0 ||
      (state.challenge !== undefined &&
        (heard.codes.length > 0 || resendWords.test(heard.text.trim())));
    return isAnswer ? {} : undefined;
  }

  prefill(_heard: Heard): Slots {
    return {};
  }

  private async send(
    turn: Turn,
    state: CheckState,
    phoneNumber: string,
  ): Promise<DialogTurnResult> {
    await show(turn, await sendCode(turn, state, phoneNumber));
    return Dialog.EndOfTurn;
  }

  private async tryCode(
    dc: DialogContext,
    turn: Turn,
    state: CheckState,
    code: string,
  ): Promise<DialogTurnResult> {
    const { t } = talkOf(turn, 'identification');
    const { vault, limits } = turn.services;
    const phoneNumber = vault.open(state.sealedNumber ?? '');
    const failuresKey = `identify:failures:${vault.digest(phoneNumber)}`;
    if ((await limits.peek(failuresKey, turn.now.toISOString())) >= codeRules.failuresPerDay)
      return refuse(dc, turn, 'locked');
    if (!state.challenge) return this.resumeDialog(dc);
    const binding = codeBinding('identify', turn.conversationId, phoneNumber, code);
    const verdict = judgeCode(
      state.challenge,
      vault.matches(binding, state.challenge.digest),
      turn.now.getTime(),
    );
    if (verdict === 'right' && state.identity) return identified(dc, turn, state.identity);
    if (verdict === 'expired' || verdict === 'exhausted') {
      await show(turn, { text: t(verdict), choices: [again(t('choice.resend'))] });
      return Dialog.EndOfTurn;
    }
    state.challenge = { ...state.challenge, tries: state.challenge.tries + 1 };
    const { count } = await limits.count(failuresKey, turn.now.toISOString(), dayMs);
    if (count >= codeRules.failuresPerDay) return refuse(dc, turn, 'locked');
    await show(turn, { text: t('wrong'), choices: [again(t('choice.resend'))] });
    return Dialog.EndOfTurn;
  }
}

function checkState(dc: DialogContext): CheckState {
  const instance = dc.activeDialog;
  if (!instance) throw new Error('no active dialog');
  instance.state ??= {};
  return instance.state as CheckState;
}

const again = (label: string) => ({ label, start: { dialog: 'identification', slots: {} } });

async function identified(
  dc: DialogContext,
  turn: Turn,
  identity: ProvenIdentity,
): Promise<DialogTurnResult> {
  const { t } = talkOf(turn, 'identification');
  turn.state.identity = { ...identity, lastActiveAtMs: turn.now.getTime() };
  turn.record({
    kind: 'identified',
    subject: identity.line.id,
    at: turn.now.toISOString(),
    data: { level: 'L1', method: 'smsCode', conversationId: turn.conversationId },
  });
  await show(turn, { text: t('done', { number: identity.maskedNumber }) });
  return dc.endDialog('identified');
}

async function refuse(
  dc: DialogContext,
  turn: Turn,
  reason: 'locked' | 'tooMany',
): Promise<DialogTurnResult> {
  const { t, operator } = talkOf(turn, 'identification');
  await show(turn, {
    text: t(reason, { hotline: operator.hotline }),
    choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  });
  return dc.endDialog('notIdentified');
}
