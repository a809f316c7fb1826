import { setTimeout as wait } from 'node:timers/promises';
import { carrierUrls, createCarrier } from '../../adapters/carrier/carrier.ts';
import { createCommunicationMessageSms } from '../../adapters/sms/communicationMessage.ts';
import { createVault } from '../../adapters/vault/vault.ts';
import { type Conversations, createConversations } from '../../bots/conversations.ts';
import { createRecordsPanel, type RecordsPanel } from '../../bots/recordsPanel.ts';
import { repertoire } from '../../dialogs/main.ts';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import type { DialogServices } from '../../dialogs/shared/turn.ts';
import type { Grant } from '../../domain/grant.ts';
import { type Policy, policies } from '../../domain/policy/policy.ts';
import type { AgreementPress } from '../../ports/agreement.ts';
import type { Carrier } from '../../ports/carrier.ts';
import type { Recognizer } from '../../ports/recognizer.ts';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { operator } from '../support/operator.ts';
import { sha256 } from '../support/orderConsent.ts';

/** What was asked of the carrier, what it answered (`:answer`), and when prices were `raised`, in order. */
export interface CarrierCall {
  readonly name: string;
  /** The order's key, where there is one. */
  readonly key?: string;
  /** What was shown for it, where itemised records were asked for. */
  readonly grant?: Grant;
  readonly at?: string;
  readonly answer?: unknown;
}

/** How long a process lives: so many more calls to the outside, then none ever. */
export interface Life {
  callsLeft: number;
}

export const vault = createVault('a secret for tests that is long enough');
export const texts = loadTexts();

/** What a process of the bot is made of. */
export interface ProcessParts {
  readonly store: Store;
  readonly recognizer: Recognizer;
  readonly press: AgreementPress;
  readonly operatorUrl: string;
  readonly clock: () => Date;
  readonly log: Log;
  readonly policy: Policy['id'];
  readonly owner: string;
  readonly newId: () => string;
  readonly randomDigits: (count: number) => string;
  readonly onCall: (call: CarrierCall) => void;
}

/** A process of the bot that can be killed in the middle of anything. */
export interface BotProcess {
  readonly conversations: Conversations;
  readonly panel: RecordsPanel;
  readonly life: Life;
}

/** The port of a process that can die: a dead one reaches nothing any more. */
function mortal<T extends object>(port: T, life: Life): T {
  return new Proxy(port, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        life.callsLeft -= 1;
        if (life.callsLeft < 0) return Promise.reject(new Unavailable('store', 'killed'));
        return Reflect.apply(member, target, given);
      };
    },
  });
}

/** The carrier with everything that was asked and answered written down. */
function witnessed(carrier: Carrier, { onCall, clock }: ProcessParts): Carrier {
  return new Proxy(carrier, {
    get(target, name) {
      const member = Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>;
      return async (...given: unknown[]) => {
        const [first] = given as [
          { quote?: { id: string }; grantedAt?: string } | string | undefined,
        ];
        const key = typeof first === 'string' ? first : first?.quote?.id;
        const isGrant = typeof first === 'object' && first.grantedAt !== undefined;
        const known = {
          name: String(name),
          ...(key !== undefined && { key }),
          ...(isGrant && { grant: first as unknown as Grant }),
        };
        onCall({ ...known, at: clock().toISOString() });
        const answer = await member.apply(target, given);
        onCall({ ...known, name: `${known.name}:answer`, answer });
        return answer;
      };
    },
  });
}

/** Starts a process. Everything in it is real; orders are only watched for milliseconds. */
export function startProcess(parts: ProcessParts): BotProcess {
  const { operatorUrl, clock, newId, owner, log, press, recognizer } = parts;
  const life: Life = { callsLeft: Number.POSITIVE_INFINITY };
  const store = mortal(parts.store, life);
  const urls = carrierUrls(operatorUrl);
  const carrier = createCarrier({
    urls,
    timeoutMs: 4000,
    clock,
    timeZone: operator.timeZone,
    orderSettleMs: 400,
    wait: (ms) => wait(ms / 10),
  });
  const sms = createCommunicationMessageSms({
    url: urls.TMF681 ?? '',
    timeoutMs: 4000,
    senderName: 'Mingbai',
  });
  const services: DialogServices = {
    carrier: mortal(witnessed(carrier, parts), life),
    texts,
    vault,
    limits: store,
    records: store,
    policy: policies[parts.policy],
    hash: sha256,
    sendsMail: false,
    alert: () => {},
    randomDigits: parts.randomDigits,
    newId,
    operator,
  };
  const texting = mortal(sms, life);
  const conversations = createConversations({
    store,
    services,
    repertoire,
    recognizer,
    sms: texting,
    press,
    clock,
    newId,
    log,
    owner,
    renderFor: () => (view) => ({ text: view.text ?? '', channelData: { view } }),
  });
  const { reception } = conversations;
  const panel = createRecordsPanel({ store, services, sms: texting, reception, clock });
  return { conversations, panel, life };
}
