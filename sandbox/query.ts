export type Resource = Record<string, unknown>;

/** A request that cannot be answered, as TM Forum's error body says it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, reason: string) {
    super(reason);
    this.status = status;
    this.code = code;
  }
}

/** Every value at a dotted path; lists are looked into: `productCharacteristic.value`. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [head, ...rest] = path;
  if (head === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return valuesAt((value as Resource)[head], rest);
}

const comparisons: Record<string, (actual: string, wanted: string) => boolean> = {
  gt: (actual, wanted) => order(actual, wanted) > 0,
  gte: (actual, wanted) => order(actual, wanted) >= 0,
  lt: (actual, wanted) => order(actual, wanted) < 0,
  lte: (actual, wanted) => order(actual, wanted) <= 0,
  eq: (actual, wanted) => actual === wanted,
};

/** Times are compared as moments, numbers as numbers, the rest as text. */
function order(actual: string, wanted: string): number {
  const isTime = /^\d{4}-\d\d-\d\dT/.test(actual);
  const [a, b] = isTime
    ? [Date.parse(actual), Date.parse(wanted)]
    : [Number(actual), Number(wanted)];
  if (Number.isNaN(a) || Number.isNaN(b)) return actual < wanted ? -1 : Number(actual > wanted);
  return a - b;
}

const reserved = new Set(['fields', 'offset', 'limit', 'sort']);

/** Filters, sorts and pages a collection by TMF630's query parameters. */
export function select(
  resources: Iterable<Resource>,
  query: Record<string, string>,
): { page: Resource[]; total: number } {
  const filters = Object.entries(query).filter(([key]) => !reserved.has(key));
  const tests = filters.map(([key, wanted]) => {
    const path = key.split('.');
    const compare = comparisons[path.at(-1) ?? ''];
    if (compare) path.pop();
    const options = wanted.split(',');
    return (resource: Resource) =>
      valuesAt(resource, path).some((actual) =>
        options.some((option) => (compare ?? comparisons.eq)?.(String(actual).trim(), option)),
      );
  });
  const found = [...resources].filter((resource) => tests.every((test) => test(resource)));
  sortBy(found, query.sort);
  const offset = wholeNumber(query.offset, 'offset', 0);
  const limit = wholeNumber(query.limit, 'limit', 100);
  return {
    page: found.slice(offset, offset + limit).map((resource) => only(resource, query.fields)),
    total: found.length,
  };
}

function sortBy(found: Resource[], sort: string | undefined): void {
  if (!sort) return;
  const isDescending = sort.startsWith('-');
  const path = sort.replace(/^[-+]/, '').split('.');
  const value = (resource: Resource) => String(valuesAt(resource, path)[0] ?? '');
  found.sort((a, b) => order(value(a), value(b)) * (isDescending ? -1 : 1));
}

/** A whole number of a query, or its default. Throws a 400 for anything else. */
export function wholeNumber(text: string | undefined, name: string, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,7}$/.test(text))
    throw new ApiError(400, 'invalidQuery', `${name} must be a whole number`);
  return Number(text);
}

/** `fields=a,b`: only those, and always id and href. */
function only(resource: Resource, fields: string | undefined): Resource {
  if (!fields) return resource;
  const wanted = new Set(['id', 'href', '@type', ...fields.split(',')]);
  return Object.fromEntries(Object.entries(resource).filter(([key]) => wanted.has(key)));
}

const localised = { 'zh-CN': new WeakMap<object, unknown>(), en: new WeakMap<object, unknown>() };

/** Puts one language in place of every bilingual string. Remembered: resources are never changed in place. */
export function localise(value: unknown, language: 'zh-CN' | 'en'): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = localised[language].get(value);
  if (known !== undefined) return known;
  const result = translated(value, language);
  if (typeof result === 'object' && result !== null) localised[language].set(value, result);
  return result;
}

function translated(value: object, language: 'zh-CN' | 'en'): unknown {
  if (Array.isArray(value)) return value.map((item) => localise(item, language));
  if ('zh-CN' in value && 'en' in value) return value[language];
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, localise(inner, language)]),
  );
}
