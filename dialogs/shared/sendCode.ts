import { maskPhoneNumber } from '../../domain/masking.ts';
import { type Challenge, codeBinding, codeRules } from '../../domain/verification.ts';
import type { Line } from '../../ports/carrier.ts';
import type { DialogState } from './enquiry.ts';
import type { Identity } from './state.ts';
import { talkOf, type ViewDraft } from './talk.ts';
import type { Turn } from './turn.ts';

/** Who a number belongs to, before the idle clock runs. */
export type ProvenIdentity = Omit<Identity, 'lastActiveAtMs'>;

/** What the number check keeps on the stack: nothing readable (rights §7: codes are not stored). */
export interface CheckState extends DialogState {
  sealedNumber?: string;
  /** Absent when the number is not ours: the customer must not see the difference (R19). */
  identity?: ProvenIdentity | undefined;
  challenge?: Challenge;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/**
 * Has a code sent if the number is ours and no limit is reached (X16), and returns what to say:
 * the same either way (R19). Throws `Unavailable` when the carrier cannot say whose number it is.
 */
export async function sendCode(
  turn: Turn,
  state: CheckState,
  phoneNumber: string,
): Promise<ViewDraft> {
  const { t, operator } = talkOf(turn, 'identification');
  const { vault, carrier, randomDigits } = turn.services;
  const nowMs = turn.now.getTime();
  const waitMs = (state.challenge?.sentAtMs ?? 0) + codeRules.resendAfterMs - nowMs;
  const isSameNumber =
    state.sealedNumber !== undefined && vault.open(state.sealedNumber) === phoneNumber;
  if (isSameNumber && waitMs > 0) {
    return { text: t('resendLater', { seconds: Math.ceil(waitMs / 1000) }) };
  }
  if (await isLimitReached(turn, phoneNumber)) {
    return { text: t('tooMany', { hotline: operator.hotline }) };
  }
  const line = await carrier.findLine(phoneNumber);
  const code = randomDigits(codeRules.digits);
  const binding = codeBinding('identify', turn.conversationId, phoneNumber, code);
  state.sealedNumber = vault.seal(phoneNumber);
  state.identity = line && line.status !== 'closed' ? identityOf(line) : undefined;
  state.challenge = { digest: vault.digest(binding), sentAtMs: nowMs, tries: 0 };
  if (state.identity) intendSms(turn, phoneNumber, code);
  return {
    text: t('askCode', {
      number: maskPhoneNumber(phoneNumber),
      minutes: codeRules.lifetimeMs / 60_000,
    }),
  };
}

/** What a conversation keeps of a line's holder. */
export function identityOf(line: Line): ProvenIdentity {
  const { id, customerId, billingAccountId, payment } = line;
  return {
    line: { id, customerId, billingAccountId, payment },
    maskedNumber: maskPhoneNumber(line.phoneNumber),
    isElder: line.isElder,
  };
}

function intendSms(turn: Turn, phoneNumber: string, code: string): void {
  const { t, operator, language } = talkOf(turn, 'identification');
  const text = t('sms', {
    operator: operator.name[language],
    code,
    minutes: codeRules.lifetimeMs / 60_000,
    host: operator.host,
  });
  turn.intend({
    kind: 'sms',
    sealedPayload: turn.services.vault.seal(JSON.stringify({ to: phoneNumber, text })),
    expiresAt: new Date(turn.now.getTime() + codeRules.lifetimeMs).toISOString(),
  });
}

/** Counts a send for the number, the conversation and the address; all keys are keyed hashes. */
async function isLimitReached(turn: Turn, phoneNumber: string): Promise<boolean> {
  const number = turn.services.vault.digest(phoneNumber);
  const { limits } = turn.services;
  const keys: ReadonlyArray<[string, number, number]> = [
    [`identify:conversation:${turn.conversationId}`, codeRules.sendsPerConversationPerHour, hourMs],
    ...(turn.addressDigest
      ? [
          [`identify:address:${turn.addressDigest}`, codeRules.sendsPerAddressPerHour, hourMs] as [
            string,
            number,
            number,
          ],
        ]
      : []),
    [`identify:number:hour:${number}`, codeRules.sendsPerHour, hourMs],
    [`identify:number:day:${number}`, codeRules.sendsPerDay, dayMs],
  ];
  for (const [key, most, windowMs] of keys) {
    const { count } = await limits.count(key, turn.now.toISOString(), windowMs);
    if (count > most) return true;
  }
  return (
    (await limits.peek(`identify:failures:${number}`, turn.now.toISOString())) >=
    codeRules.failuresPerDay
  );
}
