import { localDate } from '../../domain/calendar.ts';
import type { ComplaintRules } from '../../domain/complaint.ts';
import type { Language } from '../../domain/language.ts';
import { identityIdleMs } from '../../domain/verification.ts';
import type { HandoffReason } from '../../ports/agentDesk.ts';
import type { Carrier, LineRef } from '../../ports/carrier.ts';
import type { EvidenceRecord } from '../../ports/store.ts';
import type { View } from '../../ports/view.ts';
import { bindingsOf, type ListedBinding, unbind } from './binding.ts';
import { type Callbacks, callbacksOf } from './callback.ts';
import { type ComplaintDraft, type FiledComplaint, fileComplaint } from './complaintFiling.ts';
import { createFormat, type Format } from './format.ts';
import { leavePerson, type PersonAnswer, rateHandoff, requestPerson } from './handoff.ts';
import { issueOncePage, type OncePage } from './oncePage.ts';
import { type OwnData, ownDataOf } from './ownData.ts';
import { recordsOfLine } from './ownOrders.ts';
import type { Identity, OpenHandoff, Start } from './state.ts';
import type { Translate } from './texts.ts';
import type { Heard, Operator, Turn } from './turn.ts';

/** What a dialog definition gets: the customer's words, the carrier, and how to write things. */
export interface Talk {
  /** Sentences of the dialog's own locale file, or of another as `file:key`. */
  readonly t: Translate;
  readonly language: Language;
  readonly format: Format;
  readonly carrier: Carrier;
  readonly now: Date;
  /** Today in the operator's zone, `YYYY-MM-DD`. */
  readonly today: string;
  readonly heard: Heard;
  readonly operator: Operator;
  readonly identity?: Identity;
  /** Ring-backs by a person, with an hour where there is a desk (R31, rights §9.1). */
  readonly callbacks: Callbacks;
  /** Puts a complaint on record and on its way to the operator's people (R6, TMF621); undefined: too many are open. */
  complain(complaint: ComplaintDraft): FiledComplaint | undefined;
  /** What the policy promises about complaints (E54). */
  readonly complaintRules: ComplaintRules;
  /** Asks for a person, once; how that went (rights §9.1). */
  person(reason?: HandoffReason): Promise<PersonAnswer>;
  /** Leaves the queue or the agent; undefined when there was none. */
  leavePerson(): OpenHandoff | undefined;
  /** Notes how the latest handoff was, 1–5; false when there was none to judge. */
  rate(rating: number): boolean;
  /** Everything on record about a customer's changes, oldest first (R28). */
  history(customerId: string): Promise<readonly EvidenceRecord[]>;
  /** What the proved line's holder may ask about their own data (E36–E40). */
  readonly ownData?: OwnData;
  /** The WeChats that the proved number is bound to. */
  readonly bindings: {
    all(): Promise<readonly ListedBinding[]>;
    end(binding: ListedBinding): void;
  };
  /** A page with what was said in this chat with the line's holder; opens once. */
  transcriptPage(line: LineRef): OncePage;
  /** A page with the line's agreements that opens once, or undefined when there are none (R29). */
  agreementPage(line: LineRef): Promise<AgreementPage | undefined>;
}

/** Where agreements can be read, once and for a few minutes. */
export interface AgreementPage extends OncePage {
  readonly agreements: ReadonlyArray<{ readonly number: string; readonly madeAt: string }>;
}

/** The same with a line the customer has proved to be theirs (L1). */
export interface LineTalk extends Talk {
  readonly identity: Identity;
  readonly line: LineRef;
  readonly ownData: OwnData;
}

/** A button of a view and what it begins. Its label is also what a tap says. */
export interface ChoiceDraft {
  readonly label: string;
  /** Absent: a tap only says the label, and whoever is listening answers it. */
  readonly start?: Start;
  /** A confirming button's own token: see `Choice.token`. */
  readonly token?: string;
}

/** A view as a dialog writes it: the builder adds language and makes the choices tappable. */
export interface ViewDraft extends Omit<View, 'language' | 'choices'> {
  readonly choices?: readonly ChoiceDraft[];
}

/** The identity if the customer proved it and has not been idle for 30 minutes (rights §5.1 L1). */
export function liveIdentity(turn: Turn): Identity | undefined {
  const { identity } = turn.state;
  if (!identity || turn.now.getTime() - identity.lastActiveAtMs > identityIdleMs) return undefined;
  return identity;
}

/** Makes the talk of one turn for the dialog called `name`, in the language of the conversation unless told. */
export function talkOf(turn: Turn, name: string, language = turn.state.language): Talk {
  const { services, now } = turn;
  const translate = services.texts[language];
  const identity = liveIdentity(turn);
  return {
    t: (key, data) => translate(key.includes(':') ? key : `${name}:${key}`, data),
    language,
    format: createFormat(translate, services.operator.timeZone),
    carrier: services.carrier,
    now,
    today: localDate(now, services.operator.timeZone),
    heard: turn.heard,
    operator: services.operator,
    ...(identity && { identity, ownData: ownDataOf(turn, identity) }),
    callbacks: callbacksOf(turn, identity),
    complain: (complaint) => fileComplaint(turn, identity, complaint),
    complaintRules: services.policy.complaints,
    person: (reason) => requestPerson(turn, reason),
    leavePerson: () => leavePerson(turn),
    rate: (rating) => rateHandoff(turn, rating),
    bindings: {
      all: async () => (identity ? bindingsOf(turn, identity.line) : []),
      end: (ended) => unbind(turn, ended),
    },
    history: (customerId) => services.records.evidence(customerId),
    transcriptPage: ({ id: lineId }) => {
      const { conversationId } = turn;
      return issueOncePage(turn, 'transcripts', { lineId, conversationId, language });
    },
    agreementPage: (line) => issueAgreementPage(turn, line),
  };
}

async function issueAgreementPage(
  turn: Turn,
  { id, customerId }: LineRef,
): Promise<AgreementPage | undefined> {
  const { agreements } = await recordsOfLine(turn.services.records, { id, customerId });
  if (agreements.length === 0) return undefined;
  const numbers = agreements.map(({ number }) => number);
  const { language } = turn.state;
  const page = issueOncePage(turn, 'agreements', { customerId, numbers, language });
  return { ...page, agreements };
}

/** Shows a draft: remembers its choices so that a tap, the words or the number begin the right thing. */
export async function show(
  turn: Turn,
  draft: ViewDraft,
  language = turn.state.language,
): Promise<void> {
  const { choices = [], ...rest } = draft;
  const offered = choices.flatMap(({ label, start }) => (start ? [{ message: label, start }] : []));
  turn.state.offered = offered;
  const view: View = { ...rest, language };
  const labels = choices.map(({ label, start, token }) => ({
    label,
    message: label,
    ...(start && { number: offered.findIndex((choice) => choice.start === start) + 1 }),
    ...(token && { token }),
  }));
  await turn.show(labels.length > 0 ? { ...view, choices: labels } : view);
}
