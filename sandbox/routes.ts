import type { Request, Server } from 'restify';
import { rootOf } from './addresses.ts';
import {
  type Answer,
  ApiError,
  bodyOf,
  found,
  pageAnswer,
  queryOf,
  type Respond,
} from './answers.ts';
import {
  type ApiDefinition,
  apis,
  type CollectionDefinition,
  externalKeyOf,
  missingFields,
} from './apis.ts';
import { onlyFields, type Resource, select } from './query.ts';
import type { Store } from './store/store.ts';

/** What the API routes need. */
export interface RouteParts {
  readonly store: Store;
  readonly respond: Respond;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** Registers every collection of every API, and its hub. */
export function addApis(server: Server, parts: RouteParts): void {
  for (const api of apis) {
    for (const definition of api.collections) {
      addReading(server, api, definition, parts);
      addWriting(server, api, definition, parts);
    }
    addHub(server, api, parts);
  }
}

const idOf = (request: Request) => String(request.params.id);

function addReading(
  server: Server,
  { basePath }: ApiDefinition,
  { name, methods }: CollectionDefinition,
  { store: { collections }, respond }: RouteParts,
): void {
  const path = `${basePath}/${name}`;
  const version = () => collections.version(name);
  if (methods.includes('list')) {
    server.get(
      path,
      respond((request) => pageAnswer(select(collections.list(name), queryOf(request))), version),
    );
  }
  if (methods.includes('get')) {
    server.get(
      `${path}/:id`,
      respond((request) => {
        const resource = found(collections.get(name, idOf(request)));
        const [body] = onlyFields([resource], queryOf(request).get('fields'));
        return { status: 200, body };
      }, version),
    );
  }
}

function addWriting(
  server: Server,
  api: ApiDefinition,
  definition: CollectionDefinition,
  parts: RouteParts,
): void {
  const { collections } = parts.store;
  const { respond } = parts;
  const { name, methods, patchable } = definition;
  const path = `${api.basePath}/${name}`;
  if (methods.includes('create')) {
    server.post(
      path,
      respond((request) => create(bodyOf(request), api, definition, parts)),
    );
  }
  if (methods.includes('patch')) {
    server.patch(
      `${path}/:id`,
      respond(async (request) => {
        const before = found(collections.get(name, idOf(request)));
        const patch = bodyOf(request);
        const refused = patchable && Object.keys(patch).find((field) => !patchable.includes(field));
        if (refused) throw new ApiError(400, 'notPatchable', `${refused} cannot be changed`);
        const { id, href } = before;
        const after = { ...(mergePatch(before, patch) as Resource), id, href };
        await collections.put(name, after);
        return { status: 200, body: after };
      }),
    );
  }
  if (methods.includes('delete')) {
    server.del(
      `${path}/:id`,
      respond(async (request) => {
        found((await collections.remove(name, idOf(request))) || undefined);
        return { status: 204 };
      }),
    );
  }
}

/** Creates a resource; the sender's own id again gets the first one back, as it is now. */
async function create(
  given: Resource,
  api: ApiDefinition,
  definition: CollectionDefinition,
  { store, clock, newId }: RouteParts,
): Promise<Answer> {
  const { collections } = store;
  const { name, defaults, decides, fault } = definition;
  const missing = missingFields(definition, given);
  if (missing.length > 0)
    throw new ApiError(400, 'missingProperty', `Missing: ${missing.join(', ')}`);
  const reason = fault?.(given);
  if (reason !== undefined) throw new ApiError(400, 'invalidBody', reason);
  const key = externalKeyOf(name, given);
  const first = key === undefined ? undefined : collections.byExternalKey(name, key);
  if (first) {
    // The first request may still be on its way to the disk.
    await store.saved();
    return created(first);
  }
  const id = newId();
  const now = clock().toISOString();
  const href = `${api.basePath}/${name}/${id}`;
  const resource = { ...defaults?.(now), ...given, ...decides?.(now), id, href };
  await collections.put(name, resource);
  return created(resource);
}

const created = (body: Resource): Answer => ({
  status: 201,
  body,
  headers: { location: String(body.href) },
});

/** RFC 7396: null removes, objects are merged, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch;
  const merged: Record<string, unknown> = isPlainObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}

const isPlainObject = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Event subscriptions. */
function addHub(
  server: Server,
  { id: apiId, basePath }: ApiDefinition,
  { store: { collections }, respond, newId }: RouteParts,
): void {
  server.post(
    `${basePath}/hub`,
    respond(async (request) => {
      const { callback, query } = bodyOf(request);
      if (typeof callback !== 'string' || !/^https?:/.test(callback) || !URL.canParse(callback))
        throw new ApiError(400, 'missingProperty', 'callback must be an http(s) URL');
      const subscription = { id: newId(), callback, ...(typeof query === 'string' && { query }) };
      await collections.put('hub', { ...subscription, apiId, root: rootOf(request.headers.host) });
      return { status: 201, body: subscription };
    }),
  );
  server.del(
    `${basePath}/hub/:id`,
    respond(async (request) => {
      found(collections.get('hub', idOf(request))?.apiId === apiId || undefined);
      await collections.remove('hub', idOf(request));
      return { status: 204 };
    }),
  );
}
