import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCluFile } from '../../adapters/recognizer/cluFile.ts';
import { loadProject } from '../../adapters/recognizer/project.ts';
import { published } from '../support/published.ts';

const json = () => JSON.parse(loadProject().source);

/** The keys of an object and of all objects in it, as paths; places in a list do not matter. */
function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, `${path}.${key}`))];
}

describe('the CLU project file', () => {
  it('is what Azure imports', () => {
    checkCluFile(json());
  });

  it('has no field that Microsoft’s own samples do not have', function () {
    const folder = published(this, 'clu');
    const samples = ['EmailAppDemo.json', 'HomeAutomationDemo.json'].map((name) =>
      JSON.parse(readFileSync(join(folder, name), 'utf8')),
    );
    const known = new Set(samples.flatMap((sample) => pathsOf(sample)));
    // Documented as well, but the samples happen to use neither.
    const ours = pathsOf(json()).filter((path) => !/regex|prebuilts/.test(path));
    assert.deepEqual(
      [...new Set(ours)].filter((path) => !known.has(path)),
      [],
    );
  });

  it('has at least 35 intents with 40 utterances in each language', () => {
    const { intents, utterances } = checkCluFile(json()).assets;
    assert.ok(intents.length >= 35, `${intents.length} intents`);
    const poor = intents.flatMap(({ category }) =>
      (['zh-hans', 'en-us'] as const).flatMap((language) => {
        const own = utterances.filter(
          (one) => one.intent === category && one.language === language,
        );
        const isPoor = own.length < 40 || !own.some(({ dataset }) => dataset === 'Test');
        return isPoor ? [`${category} ${language}: ${own.length}`] : [];
      }),
    );
    assert.deepEqual(poor, []);
  });

  it('is refused with an utterance twice, an unknown intent or a field too many', () => {
    const twice = json();
    twice.assets.utterances.push(twice.assets.utterances[0]);
    assert.throws(() => checkCluFile(twice), /twice/);
    const unknown = json();
    unknown.assets.utterances[0].intent = 'flyToTheMoon';
    assert.throws(() => checkCluFile(unknown), /no intent flyToTheMoon/);
    assert.throws(() => checkCluFile({ ...json(), more: true }));
  });
});
