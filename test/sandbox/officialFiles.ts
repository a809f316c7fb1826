import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { pathOfPublished } from '../support/published.ts';

/** A definition of a swagger 2.0 file: JSON Schema draft 4 with quirks. */
export interface Definition {
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly enum?: readonly unknown[];
  additionalProperties?: unknown;
}

interface Operation {
  readonly parameters?: ReadonlyArray<{ readonly in: string; readonly schema?: Definition }>;
  readonly responses: Readonly<Record<string, { readonly schema?: Definition }>>;
}

interface Swagger {
  readonly basePath: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly definitions: Record<string, Definition>;
}

/** One official file, ready to judge answers by. */
export interface OfficialFile {
  readonly basePath: string;
  /** Whether the file knows a call: method in lower case, path below the base with `{id}`. */
  has(method: string, path: string): boolean;
  /** What the file wants in the body of a call, as dotted paths that are required all the way down. */
  requiredPaths(method: string, path: string): string[];
  /** What is wrong with a request's body; empty: nothing. */
  requestFaults(method: string, path: string, body: unknown): string[];
  /** What is wrong with the body of an answer; empty: nothing. */
  answerFaults(method: string, path: string, status: number, body: unknown): string[];
  /** What is wrong with a document of a named definition; empty: nothing. */
  faults(definition: string, document: unknown): string[];
}

const folder = pathOfPublished('tmf');

/** The official files are no part of this project: without them their test is skipped. */
export const hasOfficialFiles = existsSync(folder);

/** Reads the file of an API, e.g. `TMF622`. */
export function officialFile(apiId: string): OfficialFile {
  const name = readdirSync(join(folder, apiId)).find((each) => each.endsWith('swagger.json'));
  const swagger = JSON.parse(readFileSync(join(folder, apiId, String(name)), 'utf8')) as Swagger;
  const ajv = createAjv(swagger);
  const nameOf = (schema: Definition | undefined) => schema?.$ref?.replace('#/definitions/', '');
  const bodyOf = (method: string, path: string) => {
    const { parameters = [] } = swagger.paths[path]?.[method] ?? {};
    return nameOf(parameters.find((each) => each.in === 'body')?.schema);
  };
  const faults = (definition: string | undefined, document: unknown): string[] => {
    const validate = ajv.getSchema(`official#/definitions/${definition}`);
    if (!validate) return [`the official file has no definition ${definition}`];
    return validate(document) ? [] : (validate.errors ?? []).filter(counts).map(wordsOf);
  };
  return {
    basePath: swagger.basePath.replace(/\/$/, ''),
    has: (method, path) => swagger.paths[path]?.[method] !== undefined,
    requiredPaths: (method, path) => requiredPaths(swagger, bodyOf(method, path) ?? ''),
    requestFaults: (method, path, body) => faults(bodyOf(method, path), body),
    answerFaults(method, path, status, body) {
      const { responses = {} } = swagger.paths[path]?.[method] ?? {};
      // A list that is not whole is a 206, which the files do not write down apart from 200.
      const schema = responses[status === 206 ? '200' : String(status)]?.schema;
      if (!schema?.items) return faults(nameOf(schema), body);
      if (!Array.isArray(body)) return ['must be a list'];
      return body.flatMap((element) => faults(nameOf(schema.items), element));
    },
    faults,
  };
}

/**
 * Swagger 2.0 is not quite JSON Schema, and the files are read as strictly as that allows:
 * - `discriminator` is a bare word that only names `@type`; it says nothing of validity, and ajv is
 *   told to let it and every `x-` keyword be (`strict: false`);
 * - `float` and `base64` are formats of swagger alone: a number, a text;
 * - the files leave objects open. Here a member nobody knows is a fault, so that a misspelt field is
 *   found, except in an object that names its own `@baseType`: TM Forum's way to extend one;
 * - enumerations are taken letter for letter, also `aborted ` with its trailing space.
 */
function createAjv(swagger: Swagger): Ajv {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    formats: { float: true, base64: true },
  });
  addFormats.default(ajv);
  for (const definition of Object.values(swagger.definitions))
    if (definition.properties) definition.additionalProperties ??= false;
  return ajv.addSchema({ ...swagger, $id: 'official' });
}

const counts = ({ keyword, data }: ErrorObject) =>
  keyword !== 'additionalProperties' ||
  (data as { '@baseType'?: string })['@baseType'] === undefined;

const wordsOf = ({ instancePath, message, params }: ErrorObject) =>
  `${instancePath || 'the resource'} ${message} ${JSON.stringify(params)}`;

function requiredPaths({ definitions }: Swagger, name: string): string[] {
  const { required = [], properties = {} } = definitions[name] ?? {};
  return required.flatMap((field) => {
    const given = properties[field];
    const inner = (given?.items ?? given)?.$ref?.replace('#/definitions/', '') ?? '';
    const below = requiredPaths({ definitions } as Swagger, inner);
    return [field, ...below.map((path) => `${field}.${path}`)];
  });
}
