import { readFileSync } from 'node:fs';
import { z } from 'zod';

const synonyms = z.object({ language: z.string(), values: z.array(z.string()) });

/** The part of a CLU project file (import format) that training needs. */
const schema = z.object({
  metadata: z.object({
    /** Less sure than this is `None`, in the cloud as here. */
    settings: z.object({ confidenceThreshold: z.number() }),
  }),
  assets: z.object({
    intents: z.array(z.object({ category: z.string() })),
    entities: z.array(
      z.object({
        category: z.string(),
        list: z
          .object({
            sublists: z.array(z.object({ listKey: z.string(), synonyms: z.array(synonyms) })),
          })
          .optional(),
      }),
    ),
    utterances: z.array(
      z.object({
        text: z.string(),
        intent: z.string(),
        language: z.string(),
        dataset: z.enum(['Train', 'Test']),
      }),
    ),
  }),
});

/** A CLU project: the one source of both recognisers. */
export type Project = z.infer<typeof schema> & { readonly source: string };

/** Reads a CLU project file. Throws when it is not one. */
export function loadProject(file: URL = new URL('./mingbai.clu.json', import.meta.url)): Project {
  const source = readFileSync(file, 'utf8');
  return { ...schema.parse(JSON.parse(source)), source };
}
