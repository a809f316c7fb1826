import { createVault } from '../../adapters/vault/vault.ts';
import { type CodeServices, type CodeUse, issueCode } from '../../dialogs/shared/oneTimeCode.ts';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { policies } from '../../domain/policy/policy.ts';
import type { CodePurpose } from '../../domain/verification.ts';
import type { Line } from '../../ports/carrier.ts';
import type { Store } from '../../ports/store.ts';
import { operator } from '../support/operator.ts';
import { noon } from '../support/storedTalk.ts';

const vault = createVault('a secret for tests that is long enough');
const texts = loadTexts();

/** What codes are made of, over a real store; `compared` counts how often a typed code was looked at, `alerts` what woke somebody. */
export function codeServicesOn(limits: Store): CodeServices & {
  readonly compared: () => number;
  readonly alerts: readonly string[];
} {
  let compared = 0;
  const alerts: string[] = [];
  return {
    vault: {
      ...vault,
      matches(text, digest) {
        compared += 1;
        return vault.matches(text, digest);
      },
    },
    limits,
    texts,
    policy: policies.cn,
    operator,
    randomDigits: (count) => String(codeOfTests).padStart(count, '0'),
    alert: (event) => void alerts.push(event),
    alerts,
    compared: () => compared,
  };
}

/** Every code is this one: a test knows the right one without a phone. */
export const codeOfTests = 246810;

/** A use of a code; `phoneNumber` is where sends and tries are counted. */
export function useOf(
  purpose: CodePurpose,
  conversationId: string,
  phoneNumber: string,
  subject = 'line-1',
): CodeUse {
  return { purpose, conversationId, subject, phoneNumber, now: new Date(noon) };
}

const line = {
  id: 'line-1',
  customerId: 'customer-1',
  billingAccountId: 'account-1',
  payment: 'postpaid',
  phoneNumber: '13800138001',
  status: 'active',
  isElder: false,
} as unknown as Line;

/** A code that was sent. Throws when it was not. */
export async function challengeFor(services: CodeServices, use: CodeUse) {
  const issued = await issueCode(services, use, async () => line);
  if (issued.kind !== 'issued') throw new Error(`not issued: ${issued.kind}`);
  return issued.challenge;
}
