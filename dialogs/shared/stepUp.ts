import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import { type GrantPurpose, giveGrant } from '../../domain/grant.ts';
import type { Line } from '../../ports/carrier.ts';
import { CodeDialog, type CodeState, codeStateOf } from './codeDialog.ts';
import { liveIdentity, talkOf } from './talk.ts';
import { type Turn, turnOf } from './turn.ts';

interface StepUpState extends CodeState {
  purpose: GrantPurpose;
}

/**
 * A fresh code for one purpose, to the number that is already proved (rights §5.1 L2, X16): bound to
 * purpose, conversation and line, used once. Ends with a `Grant` that is good for the very turn and
 * never on the stack (INV-12), or with `notIdentified` or `unavailable`.
 */
export class StepUp extends CodeDialog<StepUpState> {
  constructor() {
    super('stepUp');
  }

  override async beginDialog(
    dc: DialogContext,
    { purpose }: { purpose: GrantPurpose },
  ): Promise<DialogTurnResult> {
    codeStateOf<StepUpState>(dc).purpose = purpose;
    return this.continueDialog(dc);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { vault, carrier } = turn.services;
    const state = codeStateOf<StepUpState>(dc);
    const lineId = liveIdentity(turn)?.line.id;
    // The number must be proved anew first; then the enquiry asks for this code again.
    if (lineId === undefined) return dc.replaceDialog('identification');
    const [code] = turn.heard.codes;
    if (code !== undefined && state.challenge && state.sealedNumber) {
      const wanted = { subject: lineId, phoneNumber: vault.open(state.sealedNumber) };
      return this.guarded(dc, () => this.judge(dc, state, wanted, code));
    }
    return this.guarded(dc, async () => {
      const line = await carrier.line(lineId);
      if (!line || line.status === 'closed') return dc.endDialog('unavailable');
      const wanted = { subject: lineId, phoneNumber: line.phoneNumber };
      return this.send(dc, state, wanted, async () => line);
    });
  }

  protected override purposeOf({ purpose }: StepUpState): GrantPurpose {
    return purpose;
  }

  protected override keep(_state: StepUpState, _line: Line | undefined): void {}

  protected override sentText(turn: Turn, { purpose }: StepUpState, minutes: number): string {
    const { t, identity } = talkOf(turn, 'stepUp');
    return t(`ask.${purpose}`, { number: identity?.maskedNumber ?? '', minutes });
  }

  protected override async passed(
    dc: DialogContext,
    turn: Turn,
    { purpose, holder }: StepUpState,
  ): Promise<DialogTurnResult> {
    if (!holder) throw new Error('a right code without a line');
    turn.record({
      kind: 'steppedUp',
      subject: holder.customerId,
      at: turn.now.toISOString(),
      data: { lineId: holder.lineId, purpose, conversationId: turn.conversationId },
    });
    const line = { id: holder.lineId, customerId: holder.customerId };
    return dc.endDialog(giveGrant(purpose, line, turn.conversationId, turn.now));
  }
}
