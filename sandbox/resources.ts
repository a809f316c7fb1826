import { demoResources } from './data/index.ts';
import type { SandboxDatabase, StoredResource } from './database.ts';
import type { Resource } from './query.ts';

/** The collections in memory, written through to the database. */
export interface Resources {
  list(collection: string): Iterable<Resource>;
  get(collection: string, id: string): Resource | undefined;
  /** Resolves when it is on disk. */
  put(collection: string, resource: Resource): Promise<void>;
  remove(collection: string, id: string): Promise<boolean>;
  /** Resolves when everything written so far is on disk. */
  saved(): Promise<void>;
}

/** What customers and the bot made: kept when the demo data are renewed. */
const kept = new Set([
  'productOrder',
  'cancelProductOrder',
  'troubleTicket',
  'sms',
  'smsReply',
  'payment',
  'refund',
  'topupBalance',
  'hub',
  'customerBillOnDemand',
]);

const marker = { collection: 'meta', id: 'demoMonth' };

/**
 * Loads what is stored. At the first start, and when the month has moved on since the demo data were
 * made, they are made for today, so that “last month” is never empty; what customers made stays.
 */
export async function openResources(
  opening: Promise<SandboxDatabase>,
  isNew: boolean,
  now: Date,
): Promise<Resources> {
  const collections = new Map<string, Map<string, Resource>>();
  const keep = ({ collection, id, document }: StoredResource) => {
    const resources = collections.get(collection) ?? new Map<string, Resource>();
    collections.set(collection, resources.set(id, document));
  };
  const month = now.toISOString().slice(0, 7);
  let saving: Promise<void>;
  if (isNew) {
    saving = renew(opening, keep, now, month);
  } else {
    const stored = await (await opening).resources();
    for (const resource of stored) keep(resource);
    const isOld = collections.get(marker.collection)?.get(marker.id)?.month !== month;
    for (const name of isOld ? [...collections.keys()] : [])
      if (!kept.has(name)) collections.delete(name);
    saving = isOld ? renew(opening, keep, now, month) : Promise.resolve();
  }
  saving.catch(() => {});

  const write = (work: (database: SandboxDatabase) => Promise<void>) => {
    saving = saving.then(() => opening).then(work);
    saving.catch(() => {});
    return saving;
  };
  return {
    list: (collection) => collections.get(collection)?.values() ?? [],
    get: (collection, id) => collections.get(collection)?.get(id),
    put(collection, resource) {
      const stored = { collection, id: String(resource.id), document: resource };
      keep(stored);
      return write((database) => database.put([stored]));
    },
    async remove(collection, id) {
      const wasThere = collections.get(collection)?.delete(id) ?? false;
      if (wasThere) await write((database) => database.remove(collection, id));
      return wasThere;
    },
    saved: () => saving,
  };
}

async function renew(
  opening: Promise<SandboxDatabase>,
  keep: (stored: StoredResource) => void,
  now: Date,
  month: string,
): Promise<void> {
  const { usage = [], ...rest } = demoResources(now);
  const stored = Object.entries(rest).flatMap(([collection, resources]) =>
    resources.map((document) => ({ collection, id: String(document.id), document })),
  );
  const meta = { ...marker, document: { id: marker.id, month } };
  for (const resource of [...stored, meta]) keep(resource);
  const database = await opening;
  await database.clear([...Object.keys(rest), 'usage', 'meta']);
  await database.put(stored);
  await database.addUsage(usage);
  // Last: a start that was killed before this renews again.
  await database.put([meta]);
}
