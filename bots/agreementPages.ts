import { oncePageKey, pageLifetimeMs } from '../dialogs/shared/oncePage.ts';
import type { Language } from '../domain/language.ts';
import type { Clock, Ids, Vault } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';

/** What a one-use link opens: the list of a line's agreements, or one of them. */
export type OpenedAgreement =
  | {
      readonly kind: 'list';
      readonly language: Language;
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
  async function issue(payload: LinkPayload): Promise<string> {
    const secret = `${newId()}${newId()}`.replaceAll('-', '');
    await store.issueLink({
      digest: vault.digest(oncePageKey('agreements', secret)),
      sealedPayload: vault.seal(JSON.stringify(payload)),
      expiresAt: new Date(clock().getTime() + pageLifetimeMs).toISOString(),
    });
    return secret;
  }

  async function listOf(payload: LinkPayload): Promise<OpenedAgreement> {
    const { customerId, language, numbers = [] } = payload;
    const agreements = await store.agreements(customerId);
    const listed = agreements.filter(({ number }) => numbers.includes(number));
    const entries = listed.map(async ({ number, madeAt }) => ({
      number,
      madeAt,
      page: await issue({ customerId, language, number, format: 'page' }),
      pdf: await issue({ customerId, language, number, format: 'pdf' }),
    }));
    return { kind: 'list', language, agreements: await Promise.all(entries) };
  }

  return async (secret: string): Promise<OpenedAgreement | undefined> => {
    const digest = vault.digest(oncePageKey('agreements', secret));
    const sealed = await store.useLink(digest, clock().toISOString());
    if (sealed === undefined) return undefined;
    const payload = JSON.parse(vault.open(sealed)) as LinkPayload;
    const { number, format, customerId } = payload;
    if (number === undefined || format === undefined) return listOf(payload);
    const kept = await store.agreement(number);
    if (kept?.customerId !== customerId) return undefined;
    const bytes =
      format === 'pdf'
        ? Buffer.from(vault.open(kept.sealedPdf), 'base64')
        : Buffer.from(vault.open(kept.sealedHtml), 'utf8');
    return { kind: 'document', number, format, bytes };
  };
}
