import assert from 'node:assert/strict';
import { repertoire } from '../../dialogs/main.ts';
import { intentName } from '../../web/deskTexts.ts';

/** They ask who the customer is, and are no matter of their own. */
const unnamed = new Set(['identification', 'stepUp']);

describe('what the assistant tried, as agents read it', () => {
  for (const language of ['zh-CN', 'en'] as const)
    it(`has a name for every dialog (${language})`, () => {
      const ids = [...repertoire.dialogs.keys(), ...Object.keys(repertoire.intents)];
      const bare = ids.filter((id) => !unnamed.has(id) && intentName(language, id) === id);
      assert.deepEqual(bare, []);
    });
});
