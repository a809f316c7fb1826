import { accessRow } from '../dialogs/shared/accessNotices.ts';
import type { RecordsLink, RecordsWish } from '../dialogs/shared/grantedTalk.ts';
import { sessionDigest, sessionOf } from '../dialogs/shared/oncePage.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import { type Grant, readGrant, type WrittenGrant } from '../domain/grant.ts';
import type { Language } from '../domain/language.ts';
import { maskFor } from '../domain/masking.ts';
import type { RecordPage } from '../ports/carrier.ts';
import type { Clock } from '../ports/services.ts';
import type { Sms } from '../ports/sms.ts';
import type { Store } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';
import { createBoundLinks } from './boundLinks.ts';
import type { Reception } from './reception.ts';
import type { PanelRefusal } from './recordsPanel.ts';

/** What the panel needs. */
export interface PanelParts {
  readonly store: Store;
  readonly services: DialogServices;
  readonly sms: Sms;
  readonly reception: Pick<Reception, 'tell'>;
  readonly clock: Clock;
}

/** A session as the panel works with it. */
export interface OpenSession extends RecordsWish {
  readonly grant: Grant;
  readonly language: Language;
  readonly maskedNumber: string;
  /** Names the session in counters and links: a keyed hash, never the secret. */
  readonly link: string;
}

type SealedSession = Omit<OpenSession, 'grant' | 'link'> & { readonly grant: WrittenGrant };

/** Facts of an access, for the ledger. */
export type AccessFacts = { readonly what: string } & Readonly<Record<string, string>>;

/** Sessions of a panel: opened by a link that works once, over with the grant of its code. */
export interface PanelSessions {
  open(secret: string, browser: string | undefined): Promise<{ session: string } | PanelRefusal>;
  /** Runs what a live session may do; `closed` for anything that is none, `unavailable` without an answer. */
  within<T>(
    session: string,
    act: (session: OpenSession) => Promise<T | PanelRefusal>,
  ): Promise<T | PanelRefusal>;
  /** Ends a session: nothing opens with its secret any more. */
  close(session: string): Promise<void>;
  /** Puts on record what was opened. */
  note(session: OpenSession, facts: AccessFacts): Promise<void>;
}

/** Makes the sessions. They live in the store, sealed, under the keyed hash of their secret. */
export function createPanelSessions({ store, services, clock }: PanelParts): PanelSessions {
  const { vault } = services;

  const links = createBoundLinks({ store, vault, clock });

  async function note({ grant }: OpenSession, facts: AccessFacts): Promise<void> {
    const { purpose, conversationId } = grant;
    const where = { at: clock().toISOString(), channel: 'panel', conversationId };
    await store.record([accessRow(grant, purpose, facts, where)]);
  }

  async function open(
    secret: string,
    browser: string | undefined,
  ): Promise<{ session: string } | PanelRefusal> {
    const link = await links.read<RecordsLink>('records', secret, browser);
    if (typeof link === 'string') return link;
    const kept = link.opens;
    const grant = grantOf(kept.grant, clock());
    // Of two that open at once, the store lets one.
    if (!grant || !(await links.use('records', secret))) return 'closed';
    const session = sessionOf(vault, secret);
    const opened = { ...kept, grant, link: sessionDigest(vault, session) };
    await note(opened, { what: 'recordsPage', month: kept.month, kind: kept.kind ?? 'all' });
    await store.issueLink({
      digest: opened.link,
      sealedPayload: vault.seal(JSON.stringify(kept satisfies SealedSession)),
      expiresAt: grant.expiresAt,
    });
    return { session };
  }

  return {
    note,
    open: (secret, browser) => orUnavailable(() => open(secret, browser)),
    async close(session) {
      await store.useLink(sessionDigest(vault, session), clock().toISOString());
    },
    within: (session, act) =>
      orUnavailable(async () => {
        const link = sessionDigest(vault, session);
        const sealed = await store.readLink(link, clock().toISOString());
        if (sealed === undefined) return 'closed';
        const kept = JSON.parse(vault.open(sealed)) as SealedSession;
        const grant = grantOf(kept.grant, clock());
        return grant ? act({ ...kept, grant, link }) : 'closed';
      }),
  };
}

/** Undefined when its minutes are over. */
function grantOf(written: WrittenGrant, now: Date): Grant | undefined {
  try {
    return readGrant(written, now);
  } catch {
    return undefined;
  }
}

/** What does not answer is a refusal like any other; a bug stays a bug. */
async function orUnavailable<T>(act: () => Promise<T | PanelRefusal>): Promise<T | PanelRefusal> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Unavailable) return 'unavailable';
    throw error;
  }
}

/** Other numbers leave masked, whoever asks (rights §5.3 P). */
export function maskRecords(records: RecordPage['records']): RecordPage['records'] {
  return records.map(({ otherNumber, ...record }) => ({
    ...record,
    ...(otherNumber !== undefined && shownNumber(otherNumber)),
  }));
}

function shownNumber(number: string): { otherNumber?: string } {
  const otherNumber = maskFor('otherNumber', 'panel', number);
  return otherNumber === undefined ? {} : { otherNumber };
}
