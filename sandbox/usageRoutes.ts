import { LRUCache } from 'lru-cache';
import type { Server } from 'restify';
import { type Answer, ApiError, bodyOf, found, pageAnswer, queryOf } from './answers.ts';
import { onlyFields, type Resource, reserved, select, valuesAt, wholeNumber } from './query.ts';
import type { RouteParts } from './routes.ts';
import type { UsageQuery } from './store/usageRecords.ts';

const usagePath = '/tmf-api/usageManagement/v4/usage';
const consumptionPath = '/tmf-api/usageConsumption/v4/queryUsageConsumption';
const largestPage = 1000;

/** Registers TMF635 usage, which is a table, and TMF677's queries, which are worked out. */
export function addUsageRoutes(server: Server, parts: RouteParts): void {
  addUsage(server, parts);
  addConsumption(server, parts);
}

function addUsage(server: Server, { store: { usage }, respond, newId, clock }: RouteParts): void {
  server.get(
    usagePath,
    respond(async (request): Promise<Answer> => {
      const query = queryOf(request);
      const { records, total } = await usage.page(usageQuery(query));
      const page = records.map((text) => JSON.parse(text) as Resource);
      return pageAnswer({ page: onlyFields(page, query.get('fields')), total });
    }, usage.version),
  );
  server.get(
    `${usagePath}/:id`,
    respond(async (request) => {
      const text = found(await usage.get(String(request.params.id)));
      return { status: 200, body: JSON.parse(text) };
    }),
  );
  server.post(
    usagePath,
    respond(async (request) => {
      const id = newId();
      const usageDate = clock().toISOString();
      const record = {
        usageDate,
        status: 'received',
        ...bodyOf(request),
        id,
        href: `${usagePath}/${id}`,
      };
      if (Number.isNaN(Date.parse(record.usageDate)))
        throw new ApiError(400, 'invalidBody', 'usageDate must be a moment');
      await usage.add(record);
      return { status: 201, body: record, headers: { location: record.href } };
    }),
  );
}

const filters: ReadonlyMap<string, keyof UsageQuery> = new Map([
  ['ratedProductUsage.productRef.id', 'lineIds'],
  ['relatedParty.id', 'customerIds'],
  ['usageType', 'usageTypes'],
  ['usageDate.gte', 'from'],
  ['usageDate.gt', 'isAfter'],
  ['usageDate.lte', 'to'],
  ['usageDate.lt', 'isBefore'],
  ['after', 'behind'],
]);

/** Only what an index answers; anything else is refused rather than read record by record. */
function usageQuery(query: URLSearchParams): UsageQuery {
  const given: Record<string, unknown> = {};
  for (const name of new Set(query.keys())) {
    if (reserved.has(name)) continue;
    const field = filters.get(name);
    if (!field) throw new ApiError(400, 'invalidQuery', `usage cannot be filtered by ${name}`);
    const values = query.getAll(name).flatMap((value) => value.split(','));
    if (name.startsWith('usageDate.') && Number.isNaN(Date.parse(values[0] ?? '')))
      throw new ApiError(400, 'invalidQuery', `${name} must be a moment`);
    given[field] = field.endsWith('s') ? values : values[0];
  }
  const sort = query.get('sort') ?? '-usageDate';
  if (!/^[-+ ]?usageDate$/.test(sort))
    throw new ApiError(400, 'invalidQuery', 'usage is sorted by usageDate');
  return {
    ...given,
    isOldestFirst: !sort.startsWith('-'),
    offset: wholeNumber(query, 'offset', 0),
    limit: Math.min(largestPage, wholeNumber(query, 'limit', 100)),
  };
}

const criteria = ['product', 'partyAccount', 'relatedParty', 'logicalResource', 'service'];
const keptQueries = 1000;

/** A query is a task: POST works it out, GET gives it again while it is one of the latest. */
function addConsumption(server: Server, parts: RouteParts): void {
  const { respond, clock, newId } = parts;
  const tasks = new LRUCache<string, Resource>({ max: keptQueries });
  server.post(
    consumptionPath,
    respond((request) => {
      const id = newId();
      const href = `${consumptionPath}/${id}`;
      const task = { id, href, ...consumption(bodyOf(request), parts, clock().toISOString()) };
      tasks.set(id, task);
      return { status: 201, body: task, headers: { location: href } };
    }),
  );
  server.get(
    consumptionPath,
    respond((request) => pageAnswer(select(tasks.values(), queryOf(request)))),
  );
  server.get(
    `${consumptionPath}/:id`,
    respond((request) => ({ status: 200, body: found(tasks.get(String(request.params.id))) })),
  );
  server.del(
    `${consumptionPath}/:id`,
    respond((request) => {
      found(tasks.delete(String(request.params.id)) || undefined);
      return { status: 204 };
    }),
  );
}

/** The counters that fit every criterion given. They stand still in the demo, so they are as of now. */
function consumption(body: Resource, { store }: RouteParts, now: string): Resource {
  const wanted = criteria.flatMap((field) => {
    const ids = [body.searchCriteria, body].flatMap((holder) => valuesAt(holder, [field, 'id']));
    return ids.length > 0 ? [{ path: [field, 'id'], ids: new Set(ids) }] : [];
  });
  if (wanted.length === 0)
    throw new ApiError(400, 'missingProperty', `One of ${criteria.join(', ')} must be given`);
  const reports = store.collections
    .list('usageConsumption')
    .filter((report) =>
      wanted.every(({ path, ids }) => valuesAt(report, path).some((id) => ids.has(id))),
    );
  return {
    ...(body.searchCriteria !== undefined && { searchCriteria: body.searchCriteria }),
    queryUsageConsumptionDate: now,
    usageConsumption: reports.map((report) => ({ ...report, lastUpdate: now })),
  };
}
