import { z } from 'zod';
import { outOfScope } from './model.ts';

/** Languages as CLU names them; both are in one multilingual project. */
const language = z.enum(['zh-hans', 'en-us']);
const name = z.string().regex(/^[A-Za-z][\w.]{0,49}$/);

const entity = z.strictObject({
  category: name,
  compositionSetting: z.enum(['returnLongestOverlap', 'combineComponents', 'requireExactOverlap']),
  prebuilts: z.array(z.strictObject({ category: z.string() })).optional(),
  list: z
    .strictObject({
      sublists: z.array(
        z.strictObject({
          listKey: z.string().min(1),
          synonyms: z.array(
            z.strictObject({ language, values: z.array(z.string().min(1)).min(1) }),
          ),
        }),
      ),
    })
    .optional(),
  regex: z
    .strictObject({
      expressions: z.array(
        z.strictObject({ regexKey: z.string().min(1), language, regexPattern: z.string().min(1) }),
      ),
    })
    .optional(),
});

const utterance = z.strictObject({
  text: z.string().min(1).max(500),
  intent: name,
  language,
  dataset: z.enum(['Train', 'Test']),
  entities: z.array(
    z.strictObject({ category: name, offset: z.int().min(0), length: z.int().min(1) }),
  ),
});

const assets = z.strictObject({
  projectKind: z.literal('Conversation'),
  intents: z.array(z.strictObject({ category: name })),
  entities: z.array(entity),
  utterances: z.array(utterance),
});

const shape = z.strictObject({
  projectFileVersion: z.string(),
  stringIndexType: z.literal('Utf16CodeUnit'),
  metadata: z.strictObject({
    projectKind: z.literal('Conversation'),
    projectName: name,
    multilingual: z.literal(true),
    description: z.string(),
    language,
    settings: z.strictObject({ confidenceThreshold: z.number().min(0).max(1) }),
  }),
  assets,
});

/** A whole CLU project in the import format: exactly what Azure takes, no field more. */
export type CluFile = z.infer<typeof shape>;

/** Checks a project file as Azure's import does, and what only a human would miss. Throws on the first fault. */
export function checkCluFile(json: unknown): CluFile {
  const file = shape.parse(json);
  const intents = uniqueNames(file.assets.intents, 'intent');
  const entities = uniqueNames(file.assets.entities, 'entity');
  if (!intents.has(outOfScope)) throw new Error(`there is no intent ${outOfScope}`);
  for (const { regex } of file.assets.entities) {
    for (const { regexPattern } of regex?.expressions ?? []) new RegExp(regexPattern, 'u');
  }
  const seen = new Set<string>();
  for (const { text, intent, entities: found } of file.assets.utterances) {
    if (seen.has(text)) throw new Error(`twice: ${text}`);
    seen.add(text);
    if (!intents.has(intent)) throw new Error(`no intent ${intent}: ${text}`);
    for (const { category, offset, length } of found) {
      if (!entities.has(category)) throw new Error(`no entity ${category}: ${text}`);
      if (offset + length > text.length) throw new Error(`${category} goes past the end: ${text}`);
    }
  }
  return file;
}

function uniqueNames(list: ReadonlyArray<{ category: string }>, what: string): Set<string> {
  const names = new Set(list.map(({ category }) => category));
  if (names.size < list.length) throw new Error(`an ${what} is there twice`);
  return names;
}
