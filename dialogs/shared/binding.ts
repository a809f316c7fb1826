import type { Line, LineRef } from '../../ports/carrier.ts';
import type { EvidenceRecord } from '../../ports/store.ts';
import { sendSms } from './accessNotices.ts';
import type { Identity } from './state.ts';
import { talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/**
 * A WeChat user's number, proved once by SMS code (rights §5.1: bound number). It makes the identity
 * (L1) anew after the idle time; what is sensitive still takes a fresh code. On record in the line's
 * chain, which is also where one ends that was bound elsewhere.
 */
export interface Binding {
  readonly id: string;
  readonly line: LineRef;
  /** ISO instant. */
  readonly boundAt: string;
}

/** A binding as the line's holder may see it. */
export interface ListedBinding {
  readonly id: string;
  readonly boundAt: string;
  /** It is the one of this very chat. */
  readonly isHere: boolean;
  /** Where it is; absent when it is here. */
  readonly conversationId: string;
}

/** Channels that vouch for who writes: the same account is the same person. */
const binding: ReadonlySet<string> = new Set(['wechat', 'wecom']);

/** Whether numbers can be bound in this chat. */
export function canBind({ channelId }: Pick<Turn, 'channelId'>): boolean {
  return binding.has(channelId);
}

/** Binds the proved number to this chat, in the place of any other, and tells its phone. */
export function bind(turn: Turn, identity: Pick<Identity, 'line'>, phoneNumber: string): void {
  unbindHere(turn);
  const boundAt = turn.now.toISOString();
  turn.state.bound = { id: turn.services.newId(), line: identity.line, boundAt };
  record(turn, 'channelBound', turn.state.bound);
  const { t, format, operator, language } = talkOf(turn, 'myWeChats');
  const values = { operator: operator.name[language], hotline: operator.hotline };
  sendSms(turn, phoneNumber, t('sms', { ...values, at: format.dateTime(boundAt) }));
}

/** Ends the binding of this chat, if there is one. */
export function unbindHere(turn: Turn): void {
  const { bound } = turn.state;
  if (!bound) return;
  record(turn, 'channelUnbound', bound);
  turn.state.bound = undefined;
}

/** The line's bindings that were not ended, oldest first: those of other chats too. */
export async function bindingsOf(turn: Turn, { id: lineId }: LineRef): Promise<ListedBinding[]> {
  const history = await turn.services.records.evidence(lineId);
  const ended = endedIn(history);
  const here = turn.state.bound?.id;
  return history
    .filter(({ kind, data }) => kind === 'channelBound' && !ended.has(data.bindingId))
    .map(({ data, at }) => ({
      id: String(data.bindingId),
      boundAt: at,
      isHere: data.bindingId === here,
      conversationId: String(data.conversationId),
    }));
}

/** Ends a binding, wherever it is; the chat where it was forgets the customer at once. */
export function unbind(turn: Turn, { id, conversationId, isHere, boundAt }: ListedBinding): void {
  const line = turn.state.identity?.line ?? turn.state.bound?.line;
  if (!line) return;
  if (isHere) {
    unbindHere(turn);
    turn.state.identity = undefined;
    return;
  }
  record(turn, 'channelUnbound', { id, line, boundAt });
  const payload = { conversationId, event: 'channelLeft', value: { heldId: id } };
  turn.intend({
    kind: 'remind',
    sealedPayload: turn.services.vault.seal(JSON.stringify(payload)),
  });
}

/**
 * The line that this chat's number is bound to, read fresh; undefined when there is none any more: ended
 * elsewhere, another holder, another SIM. Then the binding is over. Throws `Unavailable`.
 */
export async function boundLine(turn: Turn): Promise<Line | undefined> {
  const { bound } = turn.state;
  if (!bound || !canBind(turn)) return undefined;
  const [history, line] = await Promise.all([
    turn.services.records.evidence(bound.line.id),
    turn.services.carrier.line(bound.line.id),
  ]);
  if (endedIn(history).has(bound.id)) {
    turn.state.bound = undefined;
    return undefined;
  }
  if (line && isStill(line, bound)) return line;
  unbindHere(turn);
  return undefined;
}

/** After a change of SIM or holder the phone that got the code says nothing any more. */
function isStill(line: Line, { line: { customerId }, boundAt }: Binding): boolean {
  const changes = [line.simChangedAt, line.portedInAt];
  const isSame = changes.every((at) => !at || Date.parse(at) <= Date.parse(boundAt));
  return line.status !== 'closed' && line.customerId === customerId && isSame;
}

const endedIn = (history: readonly EvidenceRecord[]) =>
  new Set(
    history.filter(({ kind }) => kind === 'channelUnbound').map(({ data }) => data.bindingId),
  );

function record(turn: Turn, kind: 'channelBound' | 'channelUnbound', { id, line }: Binding): void {
  const { conversationId, channelId: channel, now } = turn;
  const data = { bindingId: id, conversationId, channel, rules: ['R19'] };
  turn.record({ kind, subject: line.id, at: now.toISOString(), data });
}
