import { ActivityHandler, type StatePropertyAccessor, type TurnContext } from 'botbuilder';
import { type DialogContext, DialogSet, type DialogState } from 'botbuilder-dialogs';
import { hearBesideAgent, offerPerson } from '../dialogs/shared/besideAgent.ts';
import { answerHeld, hold, withHeld } from '../dialogs/shared/fragments.ts';
import { intendHandoff, refreshContext } from '../dialogs/shared/handoff.ts';
import { hearEvent, type InnerEvent } from '../dialogs/shared/innerEvents.ts';
import { begin, type Repertoire } from '../dialogs/shared/repertoire.ts';
import { answerQueued } from '../dialogs/shared/requests.ts';
import { type ConversationState, newState } from '../dialogs/shared/state.ts';
import { steer } from '../dialogs/shared/steer.ts';
import { show, talkOf } from '../dialogs/shared/talk.ts';
import {
  attachTurn,
  type DialogServices,
  type Heard,
  type Turn,
  turnOf,
} from '../dialogs/shared/turn.ts';
import { localDate } from '../domain/calendar.ts';
import { type MaskedText, maskText } from '../domain/masking.ts';
import type { HandoffChange } from '../ports/handoffs.ts';
import type { Recognition, Recognizer } from '../ports/recognizer.ts';
import type { ClaimedTurn, Doubt, EvidenceRow, Intent, Link } from '../ports/store.ts';
import type { View } from '../ports/view.ts';
import { isBehindOf, languageOf, replyToOf, saidAt, tokenOf } from './claimedFacts.ts';
import { TurnAdapter } from './turnAdapter.ts';
import { acceptVouchedNumber, followLanguage, touchIdentity } from './whoSpeaks.ts';

/** What the reception seals besides the masked message. */
export interface Confidential {
  readonly text?: string;
  /** More was said than is read; then nothing of it is. */
  readonly isTooLong?: boolean;
  readonly addressDigest?: string;
  readonly browserDigest?: string;
  readonly verifiedPhoneNumber?: string;
  /** What a worker or the clock has to tell; only the reception can put it here. */
  readonly event?: InnerEvent;
}

/** What a turn came to; the runner commits it. */
export interface Answer {
  readonly state: ConversationState;
  readonly views: readonly View[];
  readonly intents: readonly Intent[];
  readonly evidence: readonly EvidenceRow[];
  readonly links: readonly Link[];
  readonly doubt?: Doubt;
  readonly handoff?: HandoffChange;
}

/** What the bot needs. */
export interface BotParts {
  readonly services: DialogServices;
  readonly recognizer: Recognizer;
  readonly repertoire: Repertoire;
}

/** The stack lives in the turn's state, so it commits with the turn. */
const stackInTurn: StatePropertyAccessor<DialogState> = {
  async get(context: TurnContext) {
    return { dialogStack: turnOf(context).state.stack } as DialogState;
  },
  async set() {},
  async delete() {},
};

const silence: Recognition = { intent: 'None', confidence: 0, ranking: [], entities: [] };

/** The bot: who speaks, in which language, about what. One instance serves all conversations. */
export class CustomerBot extends ActivityHandler {
  private readonly adapter = new TurnAdapter();
  private readonly dialogs = new DialogSet(stackInTurn);
  private readonly parts: BotParts;

  constructor(parts: BotParts) {
    super();
    this.parts = parts;
    for (const dialog of parts.repertoire.dialogs.values()) this.dialogs.add(dialog);
    this.onMembersAdded((context, next) => this.welcome(context).then(next));
    this.onMessage((context, next) => this.hear(context).then(next));
    this.onEvent((context, next) => this.hearFromInside(context).then(next));
  }

  /** Answers one message. Changes nothing outside: the answer holds everything the turn leaves behind. */
  async answer(claimed: ClaimedTurn, confidential: Confidential, now: Date): Promise<Answer> {
    const state = structuredClone({ ...newState(languageOf(claimed)), ...claimed.state });
    const intents: Intent[] = [];
    const evidence: EvidenceRow[] = [];
    const links: Link[] = [];
    let doubt: Doubt | undefined;
    let handoff: HandoffChange | undefined;
    const views = await this.adapter.run(claimed.activity, async (context) => {
      const masked = maskText(confidential.text ?? '');
      const turn: Turn = {
        conversationId: claimed.conversationId,
        channelId: claimed.channelId,
        activityId: claimed.activityId,
        saidAt: saidAt(claimed.activity, now),
        ...replyToOf(claimed),
        ...isBehindOf(claimed),
        ...(confidential.addressDigest && { addressDigest: confidential.addressDigest }),
        ...(confidential.browserDigest && { browserDigest: confidential.browserDigest }),
        now,
        services: this.parts.services,
        state,
        heard: { ...(await this.heard(claimed, masked, state, now)), ...tokenOf(claimed) },
        understand: (words) => this.understand({ ...masked, masked: words, codes: [] }, state, now),
        show: async (view) => {
          const said = withSpeaker(view, turn);
          await context.sendActivity({ type: 'message', channelData: { view: said } });
        },
        intend: (intent) => intents.push({ ...intent, id: this.parts.services.newId() }),
        record: (row) => evidence.push(row),
        doubt: (given) => {
          doubt = given;
        },
        link: (link) => links.push(link),
        handOff: (change) => {
          handoff = { ...handoff, ...change };
        },
      };
      attachTurn(context, turn);
      context.turnState.set(confidentialKey, confidential);
      await this.run(context);
      // A change of the same turn says all that a newer context would.
      if (!handoff) refreshContext(turn);
    });
    const left = { state, views, intents, evidence, links };
    return { ...left, ...(doubt && { doubt }), ...(handoff && { handoff }) };
  }

  /** A message, read together with the beginning of it that came just before. */
  private async heard(
    { activity }: ClaimedTurn,
    masked: MaskedText,
    state: ConversationState,
    now: Date,
  ): Promise<Heard> {
    const alone = await this.understand(masked, state, now);
    if (activity.type !== 'message' || !state.held) return alone;
    const text = withHeld(state, alone, saidAt(activity, now));
    return text === alone.text ? alone : this.understand({ ...masked, masked: text }, state, now);
  }

  private async understand(
    masked: MaskedText,
    state: ConversationState,
    now: Date,
  ): Promise<Heard> {
    const { masked: text, phoneNumbers, codes, hasPassword } = masked;
    const { timeZone } = this.parts.services.operator;
    const recognition =
      text.trim() === ''
        ? silence
        : await this.parts.recognizer.recognize(text, {
            language: state.language,
            today: localDate(now, timeZone),
          });
    return { text, phoneNumbers, codes, hasPassword, recognition };
  }

  private async welcome(context: TurnContext): Promise<void> {
    const turn = turnOf(context);
    if (turn.state.greeted) return;
    turn.state.greeted = true;
    const { verifiedPhoneNumber } = context.turnState.get<Confidential>(confidentialKey);
    if (verifiedPhoneNumber) await acceptVouchedNumber(turn, verifiedPhoneNumber);
    const dc = await this.dialogs.createContext(context);
    await begin(dc, turn, this.parts.repertoire, { dialog: 'greet', slots: {} });
  }

  /** Not a word of the customer's: neither the language nor the idle clock moves. */
  private async hearFromInside(context: TurnContext): Promise<void> {
    const { event } = context.turnState.get<Confidential>(confidentialKey);
    if (!event) return;
    const dc = await this.dialogs.createContext(context);
    const turn = turnOf(context);
    const { repertoire } = this.parts;
    if (event.name === 'channelJoined')
      await begin(dc, turn, repertoire, { dialog: 'greet', slots: {} });
    else if (event.name === 'nothingFollowed')
      await answerHeld(dc, turn, repertoire, (event.value as { heldId: string }).heldId);
    else await hearEvent(dc, turn, event);
    await answerQueued(dc, turn, repertoire);
  }

  private async hear(context: TurnContext): Promise<void> {
    const turn = turnOf(context);
    followLanguage(turn);
    const { isTooLong } = context.turnState.get<Confidential>(confidentialKey);
    if (turn.state.handoff) intendHandoff(turn, 'line', turn.state.handoff.id);
    const dc = await this.dialogs.createContext(context);
    // A button may be pressed without a word; a picture says nothing we can read.
    if (isTooLong) {
      await show(turn, { text: talkOf(turn, 'common').t('tooLong') });
    } else if (turn.heard.text.trim() === '' && turn.heard.token === undefined) {
      await show(turn, { text: talkOf(turn, 'common').t('attachmentsNotRead') });
    } else {
      await this.answerWords(dc, turn);
    }
    touchIdentity(turn);
  }

  /** While a person talks with the customer, the assistant keeps out of it. */
  private async answerWords(dc: DialogContext, turn: Turn): Promise<void> {
    const { repertoire } = this.parts;
    if (turn.state.handoff?.status === 'accepted') return hearBesideAgent(dc, turn, repertoire);
    if (hold(turn)) return;
    await steer(dc, turn, repertoire);
    await answerQueued(dc, turn, repertoire);
    await offerPerson(turn);
  }
}

const confidentialKey = Symbol('confidential');

/** Beside an agent the assistant's own words say whose they are (E56). */
function withSpeaker(view: View, turn: Turn): View {
  if (view.speaker || turn.state.handoff?.status !== 'accepted') return view;
  const label = talkOf(turn, 'handoff').t('speaker.assistant');
  return { ...view, speaker: { kind: 'assistant', label } };
}
