import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import {
  type Challenge,
  type CodePurpose,
  codeBinding,
  codeRules,
  judgeCode,
} from '../../domain/verification.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type DialogState, granted, type ListeningDialog, type Slots } from './enquiry.ts';
import { resendWords } from './identification.ts';
import { liveIdentity, show, talkOf } from './talk.ts';
import { type Heard, type Turn, turnOf } from './turn.ts';

const hourMs = 60 * 60_000;

interface StepUpState extends DialogState {
  purpose: CodePurpose;
  challenge?: Challenge;
}

/**
 * A fresh code for one purpose, to the number that is already proved (rights §5.1 L2, X16): bound to
 * purpose, conversation and line, used once, and what it opens is opened in the same turn. Ends with
 * `granted`, `notIdentified` or `unavailable`.
 */
export class StepUp extends Dialog implements ListeningDialog {
  readonly isCertain = true;

  constructor() {
    super('stepUp');
  }

  override async beginDialog(
    dc: DialogContext,
    { purpose }: { purpose: CodePurpose },
  ): Promise<DialogTurnResult> {
    const state = stateOf(dc);
    state.purpose = purpose;
    return this.guarded(dc, () => this.send(dc, state));
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = stateOf(dc);
    const [code] = turn.heard.codes;
    return this.guarded(dc, () =>
      code === undefined ? this.send(dc, state) : this.tryCode(dc, state, code),
    );
  }

  override async resumeDialog(dc: DialogContext): Promise<DialogTurnResult> {
    await dc.repromptDialog();
    return Dialog.EndOfTurn;
  }

  override async repromptDialog(context: TurnContext, _instance: DialogInstance): Promise<void> {
    const turn = turnOf(context);
    await show(turn, { text: talkOf(turn, 'stepUp').t('askAgain') });
  }

  take({ heard }: Turn): Slots | undefined {
    return heard.codes.length > 0 || resendWords.test(heard.text.trim()) ? {} : undefined;
  }

  prefill(_heard: Heard): Slots {
    return {};
  }

  private async send(dc: DialogContext, state: StepUpState): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { t, operator, carrier, language, identity } = talkOf(turn, 'stepUp');
    const { vault, randomDigits, limits, policy } = turn.services;
    if (!identity) return dc.endDialog('notIdentified');
    const nowMs = turn.now.getTime();
    const waitMs = (state.challenge?.sentAtMs ?? 0) + codeRules.resendAfterMs - nowMs;
    if (state.challenge && waitMs > 0) {
      await show(turn, { text: t('resendLater', { seconds: Math.ceil(waitMs / 1000) }) });
      return Dialog.EndOfTurn;
    }
    const at = turn.now.toISOString();
    const sends = await limits.count(`stepUp:sends:${identity.line.id}`, at, hourMs);
    if (sends.count > codeRules.sendsPerHour) return refuse(dc, turn, 'tooMany');
    if ((await limits.peek(failuresKey(identity.line.id), at)) >= codeRules.failuresPerDay)
      return refuse(dc, turn, 'locked');
    const line = await carrier.line(identity.line.id);
    if (!line) return dc.endDialog('notIdentified');
    const isFresh = [line.simChangedAt, line.portedInAt].some(
      (moment) => moment && nowMs - Date.parse(moment) < policy.limits.freshSimMs,
    );
    // After a SIM change the phone may be somebody else's (X16): a shop knows the customer's face.
    if (isFresh) return refuse(dc, turn, 'freshSim');
    const code = randomDigits(codeRules.digits);
    const binding = codeBinding(state.purpose, turn.conversationId, line.id, code);
    state.challenge = { digest: vault.digest(binding), sentAtMs: nowMs, tries: 0 };
    const minutes = codeRules.lifetimeMs / 60_000;
    const text = t(`sms.${state.purpose}`, {
      operator: operator.name[language],
      code,
      minutes,
      host: operator.host,
    });
    turn.intend({
      kind: 'sms',
      sealedPayload: vault.seal(JSON.stringify({ to: line.phoneNumber, text })),
      expiresAt: new Date(nowMs + codeRules.lifetimeMs).toISOString(),
    });
    await show(turn, {
      text: t(`ask.${state.purpose}`, { number: identity.maskedNumber, minutes }),
    });
    return Dialog.EndOfTurn;
  }

  private async tryCode(
    dc: DialogContext,
    state: StepUpState,
    code: string,
  ): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { t } = talkOf(turn, 'stepUp');
    const { vault, limits } = turn.services;
    const identity = liveIdentity(turn);
    if (!identity || !state.challenge) return dc.endDialog('notIdentified');
    const binding = codeBinding(state.purpose, turn.conversationId, identity.line.id, code);
    const verdict = judgeCode(
      state.challenge,
      vault.matches(binding, state.challenge.digest),
      turn.now.getTime(),
    );
    if (verdict === 'right') {
      turn.record({
        kind: 'steppedUp',
        subject: identity.line.customerId,
        at: turn.now.toISOString(),
        data: { purpose: state.purpose, conversationId: turn.conversationId },
      });
      return dc.endDialog(granted);
    }
    if (verdict === 'wrong') {
      state.challenge = { ...state.challenge, tries: state.challenge.tries + 1 };
      const at = turn.now.toISOString();
      const { count } = await limits.count(failuresKey(identity.line.id), at, 24 * hourMs);
      if (count >= codeRules.failuresPerDay) return refuse(dc, turn, 'locked');
    }
    await show(turn, { text: t(verdict), choices: [{ label: t('resend') }] });
    return Dialog.EndOfTurn;
  }

  private async guarded(
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
}

const failuresKey = (lineId: string) => `stepUp:failures:${lineId}`;

function stateOf(dc: DialogContext): StepUpState {
  const instance = dc.activeDialog;
  if (!instance) throw new Error('no active dialog');
  instance.state ??= {};
  return instance.state as StepUpState;
}

async function refuse(
  dc: DialogContext,
  turn: Turn,
  reason: 'locked' | 'tooMany' | 'freshSim',
): Promise<DialogTurnResult> {
  const { t, operator } = talkOf(turn, 'stepUp');
  await show(turn, {
    text: t(reason, { hotline: operator.hotline }),
    choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  });
  return dc.endDialog('notIdentified');
}
