import type { OwnDataLink } from '../dialogs/shared/grantedTalk.ts';
import { recordsOfLine } from '../dialogs/shared/ownOrders.ts';
import { retention } from '../domain/policy/retention.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { Store, StoredActivity, Transcript } from '../ports/store.ts';
import { createBoundLinks } from './boundLinks.ts';

/** What opening needs. */
export interface OwnDataPageParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** A file to keep. */
export interface OwnDataFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Opens everything that is stored about a proved line's holder as one JSON file (E40: copy and
 * portability), by the secret of a link and once; of the customer's other lines nothing (rights §5.1). Transcripts are as they are kept: masked. Undefined: no such link.
 */
export function createOwnDataPages({ store, vault, clock }: OwnDataPageParts) {
  const links = createBoundLinks({ store, vault, clock });
  return async (secret: string, shown: string | undefined): Promise<OwnDataFile | undefined> => {
    const link = await links.read<OwnDataLink>('my-data', secret, shown);
    if (typeof link === 'string') return undefined;
    const at = clock().toISOString();
    const { customerId, lineId } = link.opens;
    const [transcripts, onRecord] = await Promise.all([
      store.transcripts(lineId),
      recordsOfLine(store, { id: lineId, customerId }),
    ]);
    const file = {
      madeAt: at,
      customerId,
      lineId,
      retention: Object.values(retention),
      conversations: transcripts.map(conversation),
      ...onRecord,
    };
    const bytes = Buffer.from(`${JSON.stringify(file, null, 2)}\n`);
    if (!(await links.use('my-data', secret))) return undefined;
    return { name: `my-data-${at.slice(0, 10)}.json`, bytes };
  };
}

function conversation({ conversationId, channelId, messages }: Transcript) {
  return {
    conversationId,
    channelId,
    messages: messages.flatMap(({ at, activity }) => message(at, activity)),
  };
}

/** What was said, by whom; that a door was opened or a worker reported back says nothing. */
function message(at: string, activity: StoredActivity) {
  if (activity.type !== 'message') return [];
  const { replyToId, text, attachments } = activity;
  const from = replyToId === undefined ? 'customer' : 'bot';
  return [{ at, from, text, ...(attachments !== undefined && { attachments }) }];
}
