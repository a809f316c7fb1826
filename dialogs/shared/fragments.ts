import type { DialogContext, DialogInstance } from 'botbuilder-dialogs';
import { breaksOff, isOnlyHesitation, isOnlyOpening, joined } from '../../domain/requestWords.ts';
import { openChangeIn } from './changeState.ts';
import { choiceNamed, starters } from './choices.ts';
import type { Repertoire } from './repertoire.ts';
import type { ConversationState, Held } from './state.ts';
import { steer } from './steer.ts';
import { show, talkOf } from './talk.ts';
import type { Heard, Turn } from './turn.ts';

/** Messages sent so close together are read together. */
export const togetherMs = 2000;

const hasOpenQuote = (state: ConversationState) =>
  openChangeIn(state.stack as DialogInstance[]) !== undefined;

/**
 * The words of a message with those that were held for it, or its own. A command stands alone, and
 * while a quote is open so does everything: only a whole message can confirm, none is put together
 * (rights §4.2). Lets go of what was held.
 */
export function withHeld(state: ConversationState, heard: Heard, saidAt: string): string {
  const { held } = state;
  const { text, recognition } = heard;
  state.held = undefined;
  const isAlone = recognition.confidence === 1 || choiceNamed(state.offered, text) !== undefined;
  if (!held || isAlone || hasOpenQuote(state)) return text;
  const isTogether = Date.parse(saidAt) - Date.parse(held.saidAt) <= togetherMs;
  return isTogether ? joined(held.text, text) : text;
}

/**
 * Keeps a message that is no whole request, “我想”, “查一下上个月的，”, until the rest of it comes or two
 * seconds are over. Holds no code and no number, and nothing while a quote is open.
 */
export function hold(turn: Turn): boolean {
  const { state, heard, services, saidAt } = turn;
  const { text, recognition } = heard;
  const isSecret =
    heard.codes.length + heard.phoneNumbers.length > 0 ||
    heard.hasPassword ||
    heard.token !== undefined;
  // Who thinks aloud over an open question is asked it again at once.
  const thinksAloud = state.stack.length > 0 && isOnlyHesitation(text);
  const isPart = !thinksAloud && (isOnlyOpening(text) || breaksOff(text));
  if (isSecret || recognition.confidence === 1 || !isPart || hasOpenQuote(state)) return false;
  const held: Held = { id: turn.activityId, text, saidAt };
  state.held = held;
  const { vault } = services;
  turn.intend({
    kind: 'remind',
    sealedPayload: vault.seal(
      JSON.stringify({
        conversationId: turn.conversationId,
        replyTo: turn.replyTo,
        event: 'nothingFollowed',
        value: { heldId: held.id },
      }),
    ),
    notBefore: new Date(Date.parse(saidAt) + togetherMs).toISOString(),
  });
  return true;
}

/** Nothing followed what was held: it is answered as it is, unless a later message was read with it. */
export async function answerHeld(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
  heldId: string,
): Promise<void> {
  const { held } = turn.state;
  if (held?.id !== heldId) return;
  turn.state.held = undefined;
  if (isOnlyOpening(held.text)) {
    await show(turn, { text: talkOf(turn, 'common').t('goOn'), choices: starters(turn) });
    return;
  }
  await steer(dc, { ...turn, heard: await turn.understand(held.text) }, repertoire);
}
