import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** All TypeScript files below a folder, as paths from the root. */
function filesIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root), { recursive: true })
    .map((file) => `${folder}/${String(file)}`)
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'));
}

/** What a file imports, relative paths resolved from the root, packages by name. */
function importsOf(file: string): string[] {
  return [...read(file).matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, target = '']) =>
    target.startsWith('.')
      ? new URL(target, new URL(file, root)).pathname.slice(root.pathname.length)
      : target,
  );
}

/** The import table: folder → what it may never import. */
const never: Readonly<Record<string, RegExp>> = {
  channels: /^(adapters|dialogs|sandbox)\//,
  bots: /^(adapters|channels|sandbox)\//,
  dialogs: /^(adapters|bots|channels|sandbox)\//,
  domain: /^(?!domain\/)/,
  ports: /^(?!domain\/|ports\/)/,
  adapters: /^(dialogs|bots|channels|sandbox)\/|^botbuilder/,
  sandbox: /^(adapters|bots|channels|dialogs|domain|ports)\//,
};

describe('the house', () => {
  for (const [folder, forbidden] of Object.entries(never)) {
    it(`keeps the import table in ${folder}`, () => {
      for (const file of filesIn(folder)) {
        for (const target of importsOf(file)) assert.doesNotMatch(target, forbidden, file);
      }
    });
  }

  it('lets no dialog know botbuilder', () => {
    const dialogs = filesIn('dialogs').filter((file) => !file.startsWith('dialogs/shared/'));
    for (const file of dialogs) {
      for (const target of importsOf(file))
        assert.doesNotMatch(target, /^botbuilder|^i18next/, file);
    }
  });

  it('has no clock and no chance in the domain', () => {
    for (const file of filesIn('domain')) {
      assert.doesNotMatch(read(file), /new Date\(\)|Date\.now|Math\.random/, file);
    }
  });

  it('names in docs/ARCHITECTURE.md only what exists', () => {
    const named = [...read('docs/ARCHITECTURE.md').matchAll(/`([\w.-]+(?:\/[\w.*-]+)*\/?)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => /\/|\.(ts|json|md)$/.test(path) && !path.includes('*'));
    assert.ok(named.length > 20);
    for (const path of named) assert.ok(existsSync(new URL(path, root)), path);
  });

  it('names in docs/SECURITY.md only tests that exist', () => {
    const rows = [
      ...read('docs/SECURITY.md').matchAll(/^\|.*\| `(test\/[^`]+)`\s*\| (.+?)\s*\|$/gm),
    ];
    assert.ok(rows.length > 40, 'the table of attacks is elsewhere by now');
    for (const [, file = '', name = ''] of rows) {
      assert.ok(existsSync(new URL(file, root)), file);
      const tests = [...read(file).matchAll(/\bit\(\s*(['`])(.+?)\1,/gs)].map(([, , test]) => test);
      assert.ok(
        tests.some((test) => test?.startsWith(name)),
        `${file}: ${name}`,
      );
    }
  });

  it('has a locale file for every dialog', () => {
    const named = filesIn('dialogs').flatMap((file) =>
      [...read(file).matchAll(/^\s+name: '(\w+)'/gm)].map(([, name]) => name),
    );
    assert.ok(named.length > 10);
    for (const name of named)
      assert.ok(existsSync(new URL(`locales/zh-CN/${name}.json`, root)), name);
  });
});
