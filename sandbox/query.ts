import { ApiError } from './answers.ts';

/** A resource as it is kept: a JSON document with an id. Never changed in place. */
export type Resource = Readonly<Record<string, unknown>>;

/** Part of a collection, and how many there are in all. */
export interface Page {
  readonly page: readonly Resource[];
  readonly total: number;
}

/** Every value at a dotted path, in both languages; lists are looked into: `productCharacteristic.value`. */
export function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  if (value === undefined || value === null) return [];
  const [head, ...rest] = path;
  if (typeof value !== 'object') return head === undefined ? [value] : [];
  if (head !== undefined) return valuesAt((value as Resource)[head], rest);
  return 'zh-CN' in value && 'en' in value ? [value['zh-CN'], value.en] : [value];
}

type Comparison = (actual: string, wanted: string) => boolean;

const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['gt', (actual, wanted) => order(actual, wanted) > 0],
  ['gte', (actual, wanted) => order(actual, wanted) >= 0],
  ['lt', (actual, wanted) => order(actual, wanted) < 0],
  ['lte', (actual, wanted) => order(actual, wanted) <= 0],
]);

/** Times are compared as moments, numbers as numbers, the rest as text. */
function order(actual: string, wanted: string): number {
  const isTime = /^\d{4}-\d\d-\d\dT/.test(actual);
  const [a, b] = isTime
    ? [Date.parse(actual), Date.parse(wanted)]
    : [Number(actual), Number(wanted)];
  if (Number.isNaN(a) || Number.isNaN(b)) return actual < wanted ? -1 : Number(actual > wanted);
  return a - b;
}

/** The parameters that are no filters. */
export const reserved: ReadonlySet<string> = new Set(['fields', 'offset', 'limit', 'sort']);

/** Makes the test for `a.b=x`, `a=x,y` and `date.gte=…`: every parameter must hold for some element. */
export function filterOf(query: URLSearchParams): (resource: Resource) => boolean {
  const names = [...new Set(query.keys())].filter((name) => !reserved.has(name));
  const tests = names.map((name) => {
    const path = name.split('.');
    const compare = comparisons.get(path.at(-1) ?? '');
    if (compare) path.pop();
    const options = query.getAll(name).flatMap((value) => value.split(','));
    return (resource: Resource) =>
      valuesAt(resource, path).some((value) => {
        // TM Forum's own enumerations have a value that ends in a space.
        const actual = String(value).trim();
        return options.some((wanted) => (compare ? compare(actual, wanted) : actual === wanted));
      });
  });
  return (resource) => tests.every((test) => test(resource));
}

/** Filters, sorts and pages a collection by TMF630's query parameters. */
export function select(resources: Iterable<Resource>, query: URLSearchParams): Page {
  const found = [...resources].filter(filterOf(query));
  sortBy(found, query.get('sort'));
  const offset = wholeNumber(query, 'offset', 0);
  const limit = wholeNumber(query, 'limit', 100);
  const page = found.slice(offset, offset + limit);
  return { page: onlyFields(page, query.get('fields')), total: found.length };
}

function sortBy(found: Resource[], sort: string | null): void {
  if (!sort) return;
  const direction = sort.startsWith('-') ? -1 : 1;
  const path = sort.replace(/^[-+ ]/, '').split('.');
  const value = (resource: Resource) => String(valuesAt(resource, path)[0] ?? '');
  found.sort((a, b) => order(value(a), value(b)) * direction);
}

/** A whole number of a query, or its default. Throws a 400 for anything else. */
export function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text))
    throw new ApiError(400, 'invalidQuery', `${name} must be a whole number`);
  return Number(text);
}

/** `fields=a,b`: only those, and always id and href; everything when nothing is asked for. */
export function onlyFields(page: readonly Resource[], fields: string | null): readonly Resource[] {
  if (!fields) return page;
  const wanted = new Set(['id', 'href', ...fields.split(',')]);
  return page.map((resource) =>
    Object.fromEntries(Object.entries(resource).filter(([name]) => wanted.has(name))),
  );
}
