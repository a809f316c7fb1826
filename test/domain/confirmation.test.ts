import assert from 'node:assert/strict';
import { readConfirmation } from '../../domain/confirmation.ts';
import { cards, confirmationPhrases, visible } from './confirmationPhrases.ts';

const meanings = {
  accept: 'the whole message is the phrase',
  cancel: 'the whole message withdraws',
  pause: 'the customer wants time',
  frozen: 'withdraws among other things',
  question: 'asks, doubts, or would only if',
  wrongPhrase: 'the phrase of another card',
  thirdParty: 'somebody else’s yes',
  standing: 'a yes for ever',
  codeForBot: 'a code handed to others',
  noCode: 'the code has not come',
  soft: 'a yes that is not the phrase',
  other: 'anything else',
} as const;

describe('what a customer says while a quote is open', () => {
  for (const [kind, meaning] of Object.entries(meanings)) {
    describe(`${kind}: ${meaning}`, () => {
      const rows = confirmationPhrases.filter(([, , , expected]) => expected === kind);
      for (const [language, said, state, , why] of rows) {
        it(`${language}, ${state}: “${visible(said)}” (${why})`, () => {
          assert.equal(readConfirmation(said, cards[state]).kind, kind);
        });
      }
    });
  }

  it('is tried with enough phrases of both languages and every reading', () => {
    for (const language of ['zh', 'en'])
      assert.ok(confirmationPhrases.filter(([spoken]) => spoken === language).length >= 150);
    const kinds = new Set(confirmationPhrases.map(([, , , expected]) => expected));
    assert.deepEqual([...kinds].sort(), Object.keys(meanings).sort());
  });
});

describe('the phrase of no live card', () => {
  it('is the wrong phrase', () => {
    const none = { accepted: [], others: ['确认办理', '确认退订', 'CONFIRM'] };
    for (const said of ['确认办理', '确认退订。', ' confirm '])
      assert.equal(readConfirmation(said, none).kind, 'wrongPhrase');
  });

  it('accepts nothing whatever is said', () => {
    const none = { accepted: [], others: [] };
    for (const [, said] of confirmationPhrases)
      assert.notEqual(readConfirmation(said, none).kind, 'accept');
  });
});
