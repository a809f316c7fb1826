import type { BoundLink } from '../dialogs/shared/oncePage.ts';
import type { Language } from '../domain/language.ts';
import type { Clock, Ids, Vault } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import { createBoundLinks } from './boundLinks.ts';

/** What a one-use link opens: the list of a line's agreements, or one of them. */
export type OpenedAgreement =
  | {
      readonly kind: 'list';
      readonly language: Language;
      /** The digits it was opened with, where it was not by a browser of ours: they open its links too. */
      readonly digits?: string;
      readonly agreements: ReadonlyArray<{
        readonly number: string;
        readonly madeAt: string;
        /** Secrets of one-use links to the document itself. */
        readonly page: string;
        readonly pdf: string;
      }>;
    }
  | {
      readonly kind: 'document';
      readonly number: string;
      readonly format: 'page' | 'pdf';
      readonly bytes: Buffer;
    };

/** What opening needs. */
export interface AgreementPageParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly newId: Ids;
}

interface LinkPayload {
  readonly customerId: string;
  readonly language: Language;
  /** The agreements of the line that was proved, for the list. */
  readonly numbers?: readonly string[];
  readonly number?: string;
  readonly format?: 'page' | 'pdf';
}

/**
 * Opens agreements by the secret of a link: each link once, within its minutes (R29, rights §5.2).
 * Undefined for anything else, whatever the reason.
 */
export function createAgreementPages({ store, vault, clock, newId }: AgreementPageParts) {
  const links = createBoundLinks({ store, vault, clock });

  async function listOf(link: BoundLink<LinkPayload>, shown: string): Promise<OpenedAgreement> {
    const { customerId, language, numbers = [] } = link.opens;
    const agreements = await store.agreements(customerId);
    const listed = agreements.filter(({ number }) => numbers.includes(number));
    const issue = (number: string, format: 'page' | 'pdf') => {
      const payload: LinkPayload = { customerId, language, number, format };
      return links.issue('agreements', payload, link, { shown, newId });
    };
    const entries = listed.map(async ({ number, madeAt }) => ({
      number,
      madeAt,
      page: await issue(number, 'page'),
      pdf: await issue(number, 'pdf'),
    }));
    return {
      kind: 'list',
      language,
      ...(link.isPaired && { digits: shown }),
      agreements: await Promise.all(entries),
    };
  }

  async function documentOf({ number, format, customerId }: LinkPayload) {
    if (number === undefined || format === undefined) return undefined;
    const kept = await store.agreement(number);
    if (kept?.customerId !== customerId) return undefined;
    const bytes =
      format === 'pdf'
        ? Buffer.from(vault.open(kept.sealedPdf), 'base64')
        : Buffer.from(vault.open(kept.sealedHtml), 'utf8');
    return { kind: 'document', number, format, bytes } as const;
  }

  return async (secret: string, shown = ''): Promise<OpenedAgreement | undefined> => {
    const link = await links.read<LinkPayload>('agreements', secret, shown || undefined);
    if (typeof link === 'string' || !(await links.use('agreements', secret))) return undefined;
    return link.opens.number === undefined ? listOf(link, shown) : documentOf(link.opens);
  };
}
