import { randomUUID } from 'node:crypto';
import type { Next, Request, Response, Server } from 'restify';
import { type ApiDefinition, apis, type CollectionDefinition } from './apis.ts';
import type { SandboxDatabase } from './database.ts';
import { ApiError, localise, type Resource, select, wholeNumber } from './query.ts';
import type { Resources } from './resources.ts';

/** What the API routes need. */
export interface ApiParts {
  readonly resources: Resources;
  readonly database: Promise<SandboxDatabase>;
  readonly clock: () => Date;
  /** Called with every created resource after it is stored: orders go on, events go out. */
  readonly onCreated: (api: ApiDefinition, collection: string, resource: Resource) => void;
}

type Handler = (request: Request) => Promise<Answer>;
interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Chinese unless English is asked for first. */
export function languageOf(request: Request): 'zh-CN' | 'en' {
  return /^\s*en/i.test(request.header('accept-language') ?? '') ? 'en' : 'zh-CN';
}

/** Answers a route in TM Forum's form; what goes wrong becomes its error body. */
export function respond(handler: Handler) {
  return (request: Request, response: Response, next: Next): void => {
    const language = languageOf(request);
    handler(request)
      .catch((error): Answer => {
        const known =
          error instanceof ApiError ? error : new ApiError(500, 'internal', 'Something went wrong');
        return {
          status: known.status,
          body: { code: known.code, reason: known.message, status: String(known.status) },
        };
      })
      .then(({ status, body, headers }) => {
        const text = body === undefined ? '' : JSON.stringify(localise(body, language));
        response.writeHead(status, {
          ...(text && { 'content-type': 'application/json;charset=utf-8' }),
          'content-length': String(Buffer.byteLength(text)),
          'content-language': language,
          vary: 'accept-language',
          ...headers,
        });
        response.end(text);
        next(false);
      });
  };
}

const queryOf = (request: Request) => {
  const given: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(request.getQuery())) given[key] = value;
  return given;
};

function paged({ page, total }: { page: Resource[]; total: number }): Answer {
  const headers = { 'x-total-count': String(total), 'x-result-count': String(page.length) };
  return { status: page.length < total ? 206 : 200, body: page, headers };
}

function found<T>(resource: T | undefined): T {
  if (resource === undefined) throw new ApiError(404, 'notFound', 'No such resource');
  return resource;
}

function bodyOf(request: Request): Resource {
  const { body } = request;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiError(400, 'invalidBody', 'The body must be a JSON object');
  return body as Resource;
}

/** Registers every API at its base path. */
export function addApis(server: Server, parts: ApiParts): void {
  for (const api of apis) {
    for (const collection of api.collections) addCollection(server, api, collection, parts);
    addHub(server, api, parts.resources);
  }
  addUsageRoutes(server, parts);
}

function addCollection(
  server: Server,
  api: ApiDefinition,
  definition: CollectionDefinition,
  parts: ApiParts,
): void {
  const { resources } = parts;
  const { name, methods } = definition;
  const path = `${api.basePath}/${name}`;
  const byId = (request: Request) => found(resources.get(name, String(request.params.id)));
  if (methods.includes('list'))
    server.get(
      path,
      respond(async (request) => paged(select(resources.list(name), queryOf(request)))),
    );
  if (methods.includes('get'))
    server.get(
      `${path}/:id`,
      respond(async (request) => ({ status: 200, body: byId(request) })),
    );
  if (methods.includes('create'))
    server.post(
      path,
      respond((request) => create(bodyOf(request), api, definition, parts)),
    );
  if (methods.includes('patch')) {
    server.patch(
      `${path}/:id`,
      respond(async (request) => {
        const changed = { ...byId(request), ...bodyOf(request), id: String(request.params.id) };
        await resources.put(name, changed);
        return { status: 200, body: changed };
      }),
    );
  }
  if (methods.includes('delete')) {
    server.del(
      `${path}/:id`,
      respond(async (request) => {
        if (!(await resources.remove(name, String(request.params.id))))
          throw new ApiError(404, 'notFound', 'No such resource');
        return { status: 204 };
      }),
    );
  }
}

/** The sender's own key: externalId where the API has one, a characteristic of that name where not. */
function keyOf(resource: Resource): unknown {
  const characteristics = (resource.characteristic ?? []) as ReadonlyArray<{
    name?: string;
    value?: unknown;
  }>;
  return resource.externalId ?? characteristics.find(({ name }) => name === 'externalId')?.value;
}

/** Creates a resource; the same external id again gets the first one back. */
async function create(
  given: Resource,
  api: ApiDefinition,
  definition: CollectionDefinition,
  parts: ApiParts,
): Promise<Answer> {
  const { name, required = [], defaults } = definition;
  const missing = required.filter((field) => given[field] === undefined);
  if (missing.length > 0)
    throw new ApiError(400, 'missingProperty', `Missing: ${missing.join(', ')}`);
  const collection = name === 'communicationMessage' && given.messageType === 'SMS' ? 'sms' : name;
  const key = keyOf(given);
  const first =
    key === undefined
      ? undefined
      : [...parts.resources.list(collection)].find((resource) => keyOf(resource) === key);
  if (first) {
    await parts.resources.saved();
    return { status: 201, body: first };
  }
  const id = randomUUID();
  const now = parts.clock().toISOString();
  const dated = {
    productOrder: { orderDate: now },
    troubleTicket: { creationDate: now },
    sms: { sendTime: now },
  }[collection];
  const resource = { ...defaults, ...dated, ...given, id, href: `${api.basePath}/${name}/${id}` };
  await parts.resources.put(collection, resource);
  parts.onCreated(api, name, resource);
  return { status: 201, body: resource };
}

function addHub(server: Server, api: ApiDefinition, resources: Resources): void {
  server.post(
    `${api.basePath}/hub`,
    respond(async (request) => {
      const { callback, query } = bodyOf(request);
      if (typeof callback !== 'string' || !URL.canParse(callback))
        throw new ApiError(400, 'missingProperty', 'callback must be a URL');
      const hub = {
        id: randomUUID(),
        callback,
        ...(query !== undefined && { query }),
        api: api.id,
      };
      await resources.put('hub', hub);
      return { status: 201, body: { id: hub.id, callback, ...(query !== undefined && { query }) } };
    }),
  );
  server.del(
    `${api.basePath}/hub/:id`,
    respond(async (request) => {
      if (!(await resources.remove('hub', String(request.params.id))))
        throw new ApiError(404, 'notFound', 'No such subscription');
      return { status: 204 };
    }),
  );
}

const usagePath = '/tmf-api/usageManagement/v4/usage';
const consumptionPath = '/tmf-api/usageConsumption/v4/queryUsageConsumption';

/** Usage records come from the table, counters are worked out when they are asked for. */
function addUsageRoutes(server: Server, { resources, database, clock }: ApiParts): void {
  server.get(
    usagePath,
    respond(async (request) => {
      const query = queryOf(request);
      await resources.saved();
      const records = await (await database).usage({
        lineId: query['ratedProductUsage.productRef.id'],
        customerId: query['relatedParty.id'],
        usageType: query.usageType,
        from: query['usageDate.gte'],
        to: query['usageDate.lt'],
        offset: wholeNumber(query.offset, 'offset', 0),
        limit: Math.min(1000, wholeNumber(query.limit, 'limit', 100)),
      });
      return paged(records);
    }),
  );
  server.get(
    `${usagePath}/:id`,
    respond(async (request) => ({
      status: 200,
      body: found(await (await database).usageRecord(String(request.params.id))),
    })),
  );
  server.post(
    consumptionPath,
    respond(async (request) => {
      const { searchCriteria } = bodyOf(request) as {
        searchCriteria?: { product?: ReadonlyArray<{ id?: string }> };
      };
      const wanted = searchCriteria?.product?.map(({ id }) => id) ?? [];
      const reports = [...resources.list('usageConsumption')].filter((report) =>
        (report.product as ReadonlyArray<{ id: string }>).some(({ id }) => wanted.includes(id)),
      );
      const id = randomUUID();
      const now = clock().toISOString();
      // The demo's counters stand still while its clock goes on: they are as of now.
      const usageConsumption = reports.map((report) => ({ ...report, lastUpdate: now }));
      return {
        status: 201,
        body: {
          id,
          href: `${consumptionPath}/${id}`,
          queryUsageConsumptionDate: now,
          usageConsumption,
        },
      };
    }),
  );
}
