import type { Month } from '../../domain/calendar.ts';
import type { Grant, WrittenGrant } from '../../domain/grant.ts';
import type { Language } from '../../domain/language.ts';
import type { RecordKind } from '../../ports/carrier.ts';
import { issueOncePage, type OncePage } from './oncePage.ts';
import type { LineTalk } from './talk.ts';
import type { Turn } from './turn.ts';

/** The talk of a turn in which a fresh code was right; its grant is over with its minutes. */
export interface GrantedTalk extends LineTalk {
  readonly grant: Grant;
  /** A page with the records that opens once, in the browser of this chat. */
  recordsPage(wish: RecordsWish): RecordsPage;
  /** A page with everything that is stored about the holder, as a file, that opens once (E40). */
  myDataPage(): OncePage;
  /** A page that shows once what chat never does, in the browser of this chat where there is one (rights §5.3 P). */
  privatePage(what: PrivateDatum): OncePage;
}

/** What is shown on a page of its own: the SIM card's PUK, or what is registered of the holder. */
export type PrivateDatum = 'puk' | 'registeredData';

/** What a link to a private page opens, sealed. */
export interface PrivateLink {
  readonly what: PrivateDatum;
  readonly grant: WrittenGrant;
  readonly language: Language;
  /** Keyed hash of the browser's secret; absent where the channel has no browser. */
  readonly browserDigest?: string;
}

/** This month and the five before can be had, whatever is asked (rights §5.2). */
export const recordMonths = 6;

/** Which records a page begins with; without a kind, all. */
export interface RecordsWish {
  readonly month: Month;
  readonly kind?: RecordKind;
}

/** Where records can be read, once and for a few minutes. */
export interface RecordsPage {
  readonly url: string;
  readonly minutes: number;
  /** Four digits to type on the page, where the channel cannot tell the customer's browser. */
  readonly pairing?: string;
}

/** What a link to a records page opens, sealed. */
export interface RecordsLink extends RecordsWish {
  readonly grant: WrittenGrant;
  readonly language: Language;
  readonly maskedNumber: string;
  /** Keyed hash of what must be shown to open it: the browser's secret or the pairing digits. */
  readonly proof: string;
  readonly isPaired: boolean;
}

/** Under which key a records page is kept: its address holds the secret, the store only its hash. */
export function recordsLinkKey(secret: string): string {
  return `records|${secret}`;
}

/** Under which key a browser's secret is hashed. */
export function browserKey(browser: string): string {
  return `browser|${browser}`;
}

/** Under which key pairing digits are hashed: they open this one page. */
export function pairingKey(secret: string, digits: string): string {
  return `pairing|${secret}|${digits}`;
}

const pairingDigits = 4;

/** Adds a grant, and what it opens, to the talk of a turn. */
export function grantedTalk(turn: Turn, talk: LineTalk, grant: Grant): GrantedTalk {
  const { vault, newId, randomDigits, operator } = turn.services;
  return {
    ...talk,
    grant,
    myDataPage: () =>
      issueOncePage(turn, 'my-data', { customerId: grant.customerId, lineId: grant.lineId }),
    privatePage(what) {
      const { browserDigest } = turn;
      const link: PrivateLink = {
        what,
        grant,
        language: talk.language,
        ...(browserDigest && { browserDigest }),
      };
      return issueOncePage(turn, 'private', link);
    },
    recordsPage(wish) {
      const secret = `${newId()}${newId()}`.replaceAll('-', '');
      const pairing = turn.browserDigest ? undefined : randomDigits(pairingDigits);
      const link: RecordsLink = {
        ...wish,
        grant,
        language: talk.language,
        maskedNumber: talk.identity.maskedNumber,
        proof: turn.browserDigest ?? vault.digest(pairingKey(secret, pairing ?? '')),
        isPaired: pairing !== undefined,
      };
      turn.link({
        digest: vault.digest(recordsLinkKey(secret)),
        sealedPayload: vault.seal(JSON.stringify(link)),
        expiresAt: grant.expiresAt,
      });
      const minutes = Math.round((Date.parse(grant.expiresAt) - turn.now.getTime()) / 60_000);
      const url = `${operator.publicUrl}/records/${secret}`;
      return { url, minutes, ...(pairing !== undefined && { pairing }) };
    },
  };
}
