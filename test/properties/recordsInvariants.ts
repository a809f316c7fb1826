import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import type { Line } from '../../ports/carrier.ts';
import { operator as facts } from '../support/operator.ts';
import { recordsLink } from './customer.ts';
import { texts } from './process.ts';
import type { Proof } from './proof.ts';

const lifetimeMs = 5 * 60_000;

/** A code that was sent for records, and when. */
interface RecordsCode {
  readonly code: string;
  readonly sentMs: number;
}

/** Every SMS, in either language, that says its code is for records. */
function recordsCodes({ messages }: Proof): RecordsCode[] {
  return messages.flatMap(({ text, receivedAt }) => {
    const code = /#(\d{6})$/.exec(text)?.[1];
    const isForRecords = Object.entries(texts).some(([language, t]) => {
      const operator = facts.name[language as Language];
      const { host } = facts;
      return text === t('stepUp:sms.records', { operator, code: code ?? '', minutes: 5, host });
    });
    return code && isForRecords ? [{ code, sentMs: Date.parse(receivedAt) }] : [];
  });
}

/** The codes for records that were typed in a conversation. */
function typedIn(proof: Proof, conversationId: string): RecordsCode[] {
  const typed = proof.played.said
    .filter((said) => said.conversationId === conversationId)
    .map(({ text }) => text.normalize('NFKC').replace(/\D/g, ''));
  return recordsCodes(proof).filter(({ code }) => typed.includes(code));
}

/** INV-12: whatever is asked of the carrier, a code for records had been sent to this line and typed here, just now. */
export function recordsNeedAFreshCode(proof: Proof): void {
  const { calls, story } = proof.played;
  const own = calls
    .filter(({ name }) => name === 'line:answer')
    .map(({ answer }) => answer as Line | undefined)
    .filter((line) => line?.phoneNumber === story.phoneNumber)
    .map((line) => line?.id);
  for (const { name, grant } of calls) {
    if (!/^(usageRecords?|recordTotals)$/.test(name)) continue;
    assert.ok(grant, 'INV-12: records without a grant');
    assert.equal(grant.purpose, 'records', 'INV-12: a grant for something else');
    assert.ok(own.includes(grant.lineId), 'INV-12: another line');
    const atMs = Date.parse(grant.grantedAt);
    const isFresh = typedIn(proof, grant.conversationId).some(
      ({ sentMs }) => sentMs <= atMs && atMs < sentMs + lifetimeMs,
    );
    assert.ok(isFresh, 'INV-12: no fresh code for records was typed in this conversation');
  }
}

/** INV-12: every answer with records has a step-up of its own, and every step-up a code of its own. */
export function aCodeOpensRecordsOnce(proof: Proof): void {
  for (const conversationId of proof.played.conversations) {
    const here = proof.chains
      .flat()
      .filter(({ data }) => data.purpose === 'records' && data.conversationId === conversationId);
    const steppedUp = here.filter(({ kind }) => kind === 'steppedUp');
    const accessed = here.filter(
      ({ kind, data }) => kind === 'accessed' && data.what === 'records',
    );
    const links = proof.shown.filter(
      ({ view, ...shown }) =>
        shown.conversationId === conversationId && recordsLink.test(view.link?.url ?? ''),
    );
    const codes = new Set(typedIn(proof, conversationId).map(({ code }) => code));
    assert.ok(steppedUp.length <= codes.size, 'INV-12: a code opened twice');
    assert.ok(accessed.length <= steppedUp.length, 'INV-12: records without a step-up');
    assert.ok(links.length <= accessed.length, 'R18: records that are not on the ledger');
  }
}

/** Rights §5.2: a panel opens once, in the browser of the chat that was shown its link, within minutes. */
export function aPanelOpensOnceInItsBrowser({ played, shown }: Proof): void {
  const open = played.opened.filter(({ isOpen }) => isOpen);
  const secrets = open.map(({ secret }) => secret);
  assert.equal(new Set(secrets).size, secrets.length, '§5.2: a link opened twice');
  for (const { secret, conversationId, atMs } of open) {
    const from = shown.find(({ view }) => view.link?.url.endsWith(secret));
    assert.ok(from, '§5.2: a link that nobody was shown');
    assert.equal(from.conversationId, conversationId, '§5.2: opened in another browser');
    assert.ok(atMs < Date.parse(from.at) + lifetimeMs, '§5.2: opened late');
  }
}
