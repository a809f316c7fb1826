import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder =
  process.env.SHARED_FOLDER ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/** Where something lies that others have published and that is no part of this project. */
export const pathOfPublished = (name: string): string => join(folder, name);

/** The same for a test, which says so and is skipped where it is not there. */
export function published(test: Mocha.Context, name: string): string {
  const path = pathOfPublished(name);
  if (!existsSync(path)) {
    console.log(`      Not checked: ${name} is not here (SHARED_FOLDER).`);
    test.skip();
  }
  return path;
}
