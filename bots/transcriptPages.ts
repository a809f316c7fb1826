import type { Language } from '../domain/language.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import { createBoundLinks } from './boundLinks.ts';
import { type DeskLine, linesOf } from './deskLines.ts';

/** What a link to one's own transcript opens. */
interface TranscriptLink {
  readonly lineId: string;
  readonly conversationId: string;
  readonly language: Language;
}

/** A conversation for the customer: without what agents note among themselves. */
export interface OwnTranscript {
  readonly language: Language;
  readonly madeAt: string;
  readonly lines: readonly DeskLine[];
}

/**
 * Opens what was said in a chat with the holder of a line, by the secret of a link and once; what was
 * said there with somebody else is not in it. Undefined: no such link.
 */
export function createTranscriptPages(parts: { store: Store; vault: Vault; clock: Clock }) {
  const { store, clock } = parts;
  const links = createBoundLinks(parts);
  return async (secret: string, shown: string | undefined): Promise<OwnTranscript | undefined> => {
    const link = await links.read<TranscriptLink>('transcripts', secret, shown);
    if (typeof link === 'string') return undefined;
    const { lineId, conversationId, language } = link.opens;
    const theirs = (await store.transcripts(lineId)).find(
      (each) => each.conversationId === conversationId,
    );
    const lines = linesOf(
      (theirs?.messages ?? []).map(({ activity }, place) => ({ sequence: place + 1, activity })),
    ).filter(({ from }) => from !== 'note');
    if (!(await links.use('transcripts', secret))) return undefined;
    return { language, madeAt: clock().toISOString(), lines };
  };
}
