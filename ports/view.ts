import type { Instant } from '../domain/calendar.ts';
import type { Language } from '../domain/language.ts';

/** One line of a table: what it is, how much, and for which period if it differs from the view's. */
export interface ViewRow {
  readonly term: string;
  readonly value: string;
  /** A sentence of explanation under the row. */
  readonly note?: string;
  readonly emphasis?: boolean;
}

/** A table of several columns: a comparison of plans, a list of bills. */
export interface ViewTable {
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
}

/** A button, or a line of text where there are none. `message` is what choosing it says. */
export interface Choice {
  readonly label: string;
  readonly message: string;
  /** Under which number it can be chosen where there are no buttons; absent: by its words alone. */
  readonly number?: number;
  /**
   * Set on a button that confirms: the card's own token, which a tap sends along as the activity's
   * value `{ token }`. A button of an older card has an older token (rights §4.2 C1).
   */
  readonly token?: string;
}

/** A group of rows under a heading. */
export interface ViewSection {
  readonly heading?: string;
  readonly rows?: readonly ViewRow[];
  readonly table?: ViewTable;
  readonly notes?: readonly string[];
}

/**
 * What the bot shows, before any channel gives it a form: every channel renders this one value,
 * so names, periods and values cannot differ (R10, INV-10). All texts are ready in the
 * customer's language.
 */
export interface View {
  readonly title?: string;
  /** Plain sentences; the whole message when there is nothing to tabulate. */
  readonly text?: string;
  readonly sections?: readonly ViewSection[];
  readonly notes?: readonly string[];
  /** The `数据截至 …` line (R9). */
  readonly asOf?: string;
  /** What is one tap away on a card and follows at once in plain text (rights §3.1 a). */
  readonly details?: { readonly label: string; readonly sections: readonly ViewSection[] };
  /** A page that opens in a new tab: a one-use link. */
  readonly link?: { readonly label: string; readonly url: string };
  readonly choices?: readonly Choice[];
  /** Until when this can be confirmed; pages count down to it (WCAG 2.2.1). */
  readonly expiresAt?: Instant;
  readonly language: Language;
  /** Who speaks, where it is not the assistant alone: named before every word (E56). */
  readonly speaker?: { readonly kind: 'agent' | 'assistant'; readonly label: string };
}
