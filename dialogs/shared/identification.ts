import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import { maskPhoneNumber } from '../../domain/masking.ts';
import type { Line } from '../../ports/carrier.ts';
import { bind, boundLine, canBind } from './binding.ts';
import { CodeDialog, type CodeState, codeStateOf } from './codeDialog.ts';
import type { Slots } from './enquiry.ts';
import type { Identity } from './state.ts';
import { show, talkOf } from './talk.ts';
import { type Turn, turnOf } from './turn.ts';

/** Who a number belongs to, before the idle clock runs. */
export type ProvenIdentity = Omit<Identity, 'lastActiveAtMs'>;

interface NumberState extends CodeState {
  identity?: ProvenIdentity | undefined;
}

/**
 * Proves that the customer holds a number: number, then a code by SMS (rights §5.1 L1, X16). The
 * answers never tell whether a number exists: same words, same steps, no SMS. Begun by any enquiry
 * about a line; ends with `identified`, `notIdentified` or `unavailable`.
 */
export class Identification extends CodeDialog<NumberState> {
  constructor() {
    super('identification');
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    if (turn.heard.phoneNumbers[0]) return this.continueDialog(dc);
    return this.guarded(dc, async () => {
      const line = await boundLine(turn);
      if (line) return this.recognised(dc, turn, line);
      const wasKnown = turn.state.identity !== undefined;
      turn.state.identity = undefined;
      await askNumber(turn, wasKnown ? 'idle' : 'askNumber');
      return Dialog.EndOfTurn;
    });
  }

  /** The number is bound to this chat: level L1 as after a code, for as long (rights §5.1). */
  private async recognised(dc: DialogContext, turn: Turn, line: Line): Promise<DialogTurnResult> {
    this.know(turn, identityOf(line), 'binding');
    const number = maskPhoneNumber(line.phoneNumber);
    await show(turn, { text: talkOf(turn, 'identification').t('bound', { number }) });
    return dc.endDialog('identified');
  }

  private know(turn: Turn, identity: ProvenIdentity, method: 'smsCode' | 'binding'): void {
    turn.state.identity = { ...identity, lastActiveAtMs: turn.now.getTime() };
    turn.record({
      kind: 'identified',
      subject: identity.line.id,
      at: turn.now.toISOString(),
      data: { level: 'L1', method, conversationId: turn.conversationId },
    });
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const { heard, services } = turnOf(dc.context);
    const state = codeStateOf<NumberState>(dc);
    const [typed] = heard.phoneNumbers;
    const [code] = heard.codes;
    const phoneNumber =
      typed ?? (state.sealedNumber ? services.vault.open(state.sealedNumber) : undefined);
    if (phoneNumber === undefined) return this.resumeDialog(dc);
    const wanted = { subject: phoneNumber, phoneNumber };
    return this.guarded(dc, () =>
      typed === undefined && code !== undefined
        ? this.judge(dc, state, wanted, code)
        : this.send(dc, state, wanted, () => services.carrier.findLine(phoneNumber)),
    );
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    if ((instance.state as NumberState | undefined)?.challenge)
      return super.repromptDialog(context, instance);
    await askNumber(turnOf(context), 'askNumber');
  }

  override take(turn: Turn, state: NumberState): Slots | undefined {
    return turn.heard.phoneNumbers.length > 0 ? {} : super.take(turn, state);
  }

  protected override purposeOf() {
    return 'identify' as const;
  }

  protected override keep(state: NumberState, line: Line | undefined): void {
    state.identity = line && identityOf(line);
  }

  protected override sentText(turn: Turn, state: NumberState, minutes: number): string {
    const number = maskPhoneNumber(turn.services.vault.open(state.sealedNumber ?? ''));
    return talkOf(turn, 'identification').t('askCode', { number, minutes });
  }

  protected override async passed(
    dc: DialogContext,
    turn: Turn,
    { identity, sealedNumber = '' }: NumberState,
  ): Promise<DialogTurnResult> {
    if (!identity) throw new Error('a right code without a line');
    this.know(turn, identity, 'smsCode');
    const binds = canBind(turn);
    if (binds) bind(turn, identity, turn.services.vault.open(sealedNumber));
    const { t } = talkOf(turn, 'identification');
    await show(turn, { text: t(binds ? 'doneBound' : 'done', { number: identity.maskedNumber }) });
    return dc.endDialog('identified');
  }
}

/** Asks for the number, and says beforehand where it will stay bound. */
async function askNumber(turn: Turn, key: 'askNumber' | 'idle'): Promise<void> {
  const { t } = talkOf(turn, 'identification');
  await show(turn, { text: canBind(turn) ? `${t(key)}${t('willBind')}` : t(key) });
}

/** What a conversation keeps of a line's holder. */
export function identityOf(line: Line): ProvenIdentity {
  const { id, customerId, billingAccountId, payment, primaryLineId } = line;
  return {
    line: { id, customerId, billingAccountId, payment },
    maskedNumber: maskPhoneNumber(line.phoneNumber),
    isElder: line.isElder,
    ...(primaryLineId !== undefined && { isSecondary: true }),
  };
}
