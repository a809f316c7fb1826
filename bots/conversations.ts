import type { Repertoire } from '../dialogs/shared/repertoire.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import type { AgentDesk } from '../ports/agentDesk.ts';
import type { AgreementPress } from '../ports/agreement.ts';
import type { CallbackRequest } from '../ports/carrier.ts';
import type { Mail, MailMessage } from '../ports/mail.ts';
import type { Recognizer } from '../ports/recognizer.ts';
import type { Clock, Ids, Log } from '../ports/services.ts';
import type { Sms } from '../ports/sms.ts';
import type { Intent, Store } from '../ports/store.ts';
import { createAgreementHandler } from './agreementWorker.ts';
import { createComplaintHandler } from './complaintWorker.ts';
import { CustomerBot } from './customerBot.ts';
import { inOrder } from './deliveryOrder.ts';
import { createErasureHandler } from './erasureWorker.ts';
import { createHandoffHandler } from './handoffWorker.ts';
import { createIntentWorker, type IntentHandler } from './intentWorker.ts';
import { createOrderHandler } from './orderWorker.ts';
import { createReception, type Reception, type RenderView, type Typing } from './reception.ts';
import { answerError } from './turnErrors.ts';
import { createTurnRunner, type DeliveryOf } from './turnRunner.ts';

/** What conversations are made of; adapters already chosen. */
export interface ConversationParts {
  readonly store: Store;
  readonly services: DialogServices;
  readonly repertoire: Repertoire;
  readonly recognizer: Recognizer;
  readonly sms: Sms;
  readonly mail?: Mail;
  /** Where people take over. */
  readonly desk?: AgentDesk;
  readonly press: AgreementPress;
  readonly clock: Clock;
  readonly newId: Ids;
  readonly log: Log;
  /** Names this process among those that share the database. */
  readonly owner: string;
  readonly renderFor: (channelId: string) => RenderView;
  readonly typing?: Typing;
  /** How replies reach channels that do not read the store, and what carries them there. */
  readonly deliveryOf?: DeliveryOf;
  readonly deliver?: IntentHandler;
  /** Waits a moment of chance before a code of the first proof goes out; no wait unless given. */
  readonly chanceWait?: () => Promise<void>;
  readonly onTurn?: (seconds: number, outcome: 'answered' | 'bug' | 'lost') => void;
}

/** Conversations at work. */
export interface Conversations {
  readonly reception: Reception;
  /** Takes up what the last run left, and looks again every few seconds. */
  start(): void;
  /** Resolves when every message is answered and everything due was sent. */
  idle(): Promise<void>;
  /** Looks now for what is unanswered or due, and resolves when that is done. */
  sweep(): Promise<void>;
  /** Finishes the turns that run and takes up no more. */
  stop(): Promise<void>;
}

const typingAfterMs = 700;
const leaseMs = 30_000;
const sweepEveryMs = 2000;

/** Joins reception, turns and the worker that does what turns ask for. */
export function createConversations(parts: ConversationParts): Conversations {
  const { store, services, clock, log, newId, owner, renderFor } = parts;
  const worker = createIntentWorker({
    store,
    vault: services.vault,
    clock,
    log,
    owner,
    handlers: handlersOf(parts, () => reception),
  });
  const runner = createTurnRunner({
    store,
    bot: new CustomerBot(parts),
    vault: services.vault,
    clock,
    log,
    newId,
    owner,
    renderFor,
    onError: (error, claimed) => answerError(error, claimed, services, log),
    typing: parts.typing ?? (() => {}),
    deliveryOf: parts.deliveryOf ?? (() => undefined),
    onIntents: worker.wake,
    onTurn: parts.onTurn ?? (() => {}),
    typingAfterMs,
    leaseMs,
  });
  const { vault } = services;
  const reception: Reception = createReception({ store, vault, clock, newId, wake: runner.wake });
  let timer: NodeJS.Timeout | undefined;

  async function sweep(): Promise<void> {
    worker.wake();
    await runner.sweep().catch((error: Error) => log.error('sweep.failed', { reason: error.name }));
  }

  /** A turn may leave work and work may leave a turn: both must be still at once. */
  async function idle(): Promise<void> {
    do {
      await runner.idle();
      await worker.idle();
    } while (runner.isBusy());
  }

  return {
    reception,
    start() {
      void sweep();
      timer = setInterval(() => void sweep(), sweepEveryMs);
    },
    idle,
    async sweep() {
      await sweep();
      await idle();
    },
    async stop() {
      clearInterval(timer);
      await idle();
    },
  };
}

function handlersOf(
  parts: ConversationParts,
  reception: () => Reception,
): Record<Intent['kind'], IntentHandler> {
  const { sms, mail, services, deliver, chanceWait } = parts;
  return {
    async sms(payload, id) {
      const { to, text, isUnhurried } = payload as SmsPayload;
      if (isUnhurried) await chanceWait?.();
      if (to !== undefined) await sms.send({ to, text, idempotencyKey: id });
    },
    async mail(payload, id) {
      await mail?.send({ ...(payload as Omit<MailMessage, 'idempotencyKey'>), idempotencyKey: id });
    },
    order: createOrderHandler({ ...parts, reception }),
    agreement: createAgreementHandler({ ...parts, reception }),
    async remind(payload, id) {
      const { event, value, ...to } = payload as Reminder;
      const about = value.quoteId ?? value.heldId ?? value.reference ?? value.sentAtMs;
      const key = `${event}:${about ?? id}`;
      await reception().tell({ ...to, key, event: { name: event, value } });
    },
    erase: createErasureHandler({ ...parts, reception }),
    complaint: createComplaintHandler({ ...parts, reception }),
    handoff: createHandoffHandler({ ...parts, vault: services.vault, reception }),
    callback: (payload) => services.carrier.requestCallback(payload as CallbackRequest),
    deliver: inOrder(deliver ?? noDelivery, parts.clock),
  };
}

interface SmsPayload {
  readonly to?: string;
  readonly text: string;
  readonly isUnhurried?: boolean;
}

async function noDelivery(): Promise<void> {
  throw new Error('no channel delivers replies');
}

/** Something that a clock has to say: of a quote, of a code, or of words that wait for more. */
interface Reminder {
  readonly conversationId: string;
  readonly replyTo?: string;
  readonly event:
    | 'quoteExpiring'
    | 'quoteExpired'
    | 'codeOver'
    | 'nothingFollowed'
    | 'stillWaiting'
    | 'callbackDue'
    | 'callbackOverdue'
    | 'channelLeft';
  readonly value: {
    readonly quoteId?: string;
    readonly sentAtMs?: number;
    readonly heldId?: string;
    readonly handoffId?: string;
    readonly reference?: string;
  };
}
