import { externalKeyOf } from '../apis.ts';
import type { Resource } from '../query.ts';
import type { StoredResource, Write } from './database.ts';

/** What happened to a resource; `before` is what it was. */
export interface Change {
  readonly collection: string;
  readonly resource: Resource;
  readonly kind: 'created' | 'changed' | 'removed';
  readonly before?: Resource;
}

/** Every collection in memory, written through to the disk. */
export interface Collections {
  /** In the order they came. */
  list(collection: string): readonly Resource[];
  get(collection: string, id: string): Resource | undefined;
  /** The resource its sender made with this id of their own. */
  byExternalKey(collection: string, key: string): Resource | undefined;
  /** Counts up with every change: what was worked out from a collection holds while it stays. */
  version(collection: string): number;
  /** Made by the demo data, and not by a customer. */
  isDemo(collection: string, id: string): boolean;
  /** Resolves when it is on disk; everybody sees it at once. */
  put(collection: string, resource: Resource): Promise<void>;
  remove(collection: string, id: string): Promise<boolean>;
  /** Calls back for every later change, before it is on disk. */
  watch(listener: (change: Change) => void): void;
}

/** What the store alone may do besides: fill the collections without anybody being told. */
export interface FillableCollections extends Collections {
  load(stored: Iterable<StoredResource>): void;
  /** Puts new demo resources in the place of the old ones; returns them as they are to be stored. */
  replaceDemo(resources: Readonly<Record<string, readonly Resource[]>>): StoredResource[];
}

/** Makes empty collections. `save` writes one change to the disk. */
export function createCollections(save: (write: Write) => Promise<void>): FillableCollections {
  const all = new Map<string, Map<string, StoredResource>>();
  const lists = new Map<string, readonly Resource[]>();
  const versions = new Map<string, number>();
  const keys = new Map<string, string>();
  const listeners: Array<(change: Change) => void> = [];
  let position = 0;

  const touched = (collection: string) => {
    lists.delete(collection);
    versions.set(collection, (versions.get(collection) ?? 0) + 1);
  };
  const keyOf = (collection: string, resource: Resource) => {
    const key = externalKeyOf(collection, resource);
    return key === undefined ? undefined : `${collection} ${key}`;
  };

  function keep(stored: StoredResource): void {
    const { collection, id, document } = stored;
    const resources = all.get(collection) ?? new Map<string, StoredResource>();
    all.set(collection, resources.set(id, stored));
    position = Math.max(position, stored.position);
    const key = keyOf(collection, document);
    if (key !== undefined && !keys.has(key)) keys.set(key, id);
    touched(collection);
  }

  function drop({ collection, id, document }: StoredResource): void {
    all.get(collection)?.delete(id);
    const key = keyOf(collection, document);
    if (key !== undefined) keys.delete(key);
    touched(collection);
  }

  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  const get = (collection: string, id: string) => all.get(collection)?.get(id)?.document;

  return {
    get,
    version: (collection) => versions.get(collection) ?? 0,
    isDemo: (collection, id) => all.get(collection)?.get(id)?.isDemo ?? false,
    watch: (listener) => void listeners.push(listener),
    list(collection) {
      const known = lists.get(collection);
      if (known) return known;
      const list = [...(all.get(collection)?.values() ?? [])].map(({ document }) => document);
      lists.set(collection, list);
      return list;
    },
    byExternalKey(collection, key) {
      const id = keys.get(`${collection} ${key}`);
      return id === undefined ? undefined : get(collection, id);
    },
    put(collection, resource) {
      const id = String(resource.id);
      const before = all.get(collection)?.get(id);
      const place = before ?? { position: position + 1, isDemo: false };
      const { position: own, isDemo } = place;
      const stored = { collection, id, position: own, isDemo, document: resource };
      keep(stored);
      const saved = save({ collection, id, resource: stored });
      tell({
        collection,
        resource,
        kind: before ? 'changed' : 'created',
        ...(before && { before: before.document }),
      });
      return saved;
    },
    async remove(collection, id) {
      const before = all.get(collection)?.get(id);
      if (!before) return false;
      drop(before);
      const saved = save({ collection, id });
      tell({ collection, resource: before.document, kind: 'removed' });
      await saved;
      return true;
    },
    load(stored) {
      for (const each of stored) keep(each);
    },
    replaceDemo(resources) {
      for (const each of [...all.values()].flatMap((collection) => [...collection.values()]))
        if (each.isDemo) drop(each);
      const made = Object.entries(resources).flatMap(([collection, documents]) =>
        documents.map((document): StoredResource => {
          position += 1;
          return { collection, id: String(document.id), position, isDemo: true, document };
        }),
      );
      for (const each of made) keep(each);
      return made;
    },
  };
}
