import type { Language } from '../domain/language.ts';

/** Something named in a message. `offset` and `length` count UTF-16 code units of the text as given. */
export interface Entity {
  /** The entity's name in the CLU project, e.g. `period`, `resource`, `offer`, `billItem`. */
  readonly category: string;
  readonly text: string;
  readonly offset: number;
  readonly length: number;
  /** The canonical value: a list key (`data`), or a month `2026-10` for `period`. */
  readonly value?: string;
}

/** What the customer seems to want. `confidence` is 0–1; `None` is an intent like any other. */
export interface Recognition {
  readonly intent: string;
  readonly confidence: number;
  /** All intents, best first. */
  readonly ranking: ReadonlyArray<{ readonly intent: string; readonly confidence: number }>;
  readonly entities: readonly Entity[];
  /** The language the words are in, if they show it. */
  readonly language?: Language;
}

/** What the recogniser may use besides the words. */
export interface RecognitionContext {
  readonly language: Language;
  /** Today in the operator's zone, `YYYY-MM-DD`: relative months are counted from it. */
  readonly today: string;
}

/**
 * Understands one message. Gets text with phone numbers and codes already masked. Throws
 * `Unavailable` when it cannot answer in its time budget.
 */
export interface Recognizer {
  recognize(text: string, context: RecognitionContext): Promise<Recognition>;
}
