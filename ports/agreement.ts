import type { Instant } from '../domain/calendar.ts';
import type { Language } from '../domain/language.ts';

/** A part of an agreement: a heading, facts as term and value, and clauses. */
export interface AgreementSection {
  readonly heading: string;
  /** `onScreen` stands for the value on the page: what is masked there is full in the sealed original. */
  readonly rows: ReadonlyArray<{
    readonly term: string;
    readonly value: string;
    readonly onScreen?: string;
  }>;
  readonly paragraphs: readonly string[];
  /** Terms of major interest are set in bold (E14, rights §3.2 K). */
  readonly isMajorInterest: boolean;
}

/** An agreement ready to be printed: every word is chosen, nothing is left to the press (R30). */
export interface AgreementDocument {
  readonly number: string;
  readonly language: Language;
  readonly title: string;
  readonly operatorName: string;
  readonly sections: readonly AgreementSection[];
  /** The moment of the second confirmation: the only time in the document's metadata. */
  readonly agreedAt: Instant;
  /** The confirmed disclosure as canonical JSON; travels inside the file so that it can be compared. */
  readonly disclosureJson: string;
  readonly disclosureHash: string;
  /** The line under every page: number and short hash, in words. */
  readonly footer: string;
}

/** A printed agreement. */
export interface PrintedAgreement {
  /** PDF with embedded fonts, signed with the operator's key. */
  readonly pdf: Uint8Array;
  /** The same words as one self-contained, accessible page. */
  readonly html: string;
}

/** Prints and signs. The same document gives the same words; what was given out is kept, not printed again. */
export interface AgreementPress {
  print(document: AgreementDocument): Promise<PrintedAgreement>;
}
