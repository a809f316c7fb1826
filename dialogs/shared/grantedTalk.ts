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
  recordsPage(wish: RecordsWish): OncePage;
  /** A page with everything that is stored about the holder, as a file, that opens once (E40). */
  myDataPage(): OncePage;
  /** A page that shows once what chat never does (rights §5.3 P). */
  privatePage(what: PrivateDatum): OncePage;
}

/** What is shown on a page of its own: the SIM card's PUK, or what is registered of the holder. */
export type PrivateDatum = 'puk' | 'registeredData';

/** What a link to a private page opens, sealed. */
export interface PrivateLink {
  readonly what: PrivateDatum;
  readonly grant: WrittenGrant;
  readonly language: Language;
}

/** What a link to everything stored about a line's holder opens, sealed. */
export interface OwnDataLink {
  readonly customerId: string;
  readonly lineId: string;
}

/** This month and the five before can be had, whatever is asked (rights §5.2). */
export const recordMonths = 6;

/** Which records a page begins with; without a kind, all. */
export interface RecordsWish {
  readonly month: Month;
  readonly kind?: RecordKind;
}

/** What a link to a records page opens, sealed. */
export interface RecordsLink extends RecordsWish {
  readonly grant: WrittenGrant;
  readonly language: Language;
  readonly maskedNumber: string;
}

/** Adds a grant, and what it opens, to the talk of a turn. */
export function grantedTalk(turn: Turn, talk: LineTalk, grant: Grant): GrantedTalk {
  const { customerId, lineId } = grant;
  const { language, identity } = talk;
  return {
    ...talk,
    grant,
    myDataPage: () => issueOncePage(turn, 'my-data', { customerId, lineId } satisfies OwnDataLink),
    privatePage: (what) =>
      issueOncePage(turn, 'private', { what, grant, language } satisfies PrivateLink),
    recordsPage: (wish) =>
      issueOncePage(turn, 'records', {
        ...wish,
        grant,
        language,
        maskedNumber: identity.maskedNumber,
      } satisfies RecordsLink),
  };
}
