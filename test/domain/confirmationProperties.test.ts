import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normaliseConfirmation, readConfirmation } from '../../domain/confirmation.ts';
import { cards, confirmationPhrases, visible } from './confirmationPhrases.ts';

/** Written apart from the reader: the phrase, spaces anywhere, and only these marks after it. */
const isPhrase = (text: string) =>
  /^(?:确认办理|confirm)[。.!~]*$/u.test(
    text
      .replaceAll('\ufeff', '_')
      .replace(/[…‥]/gu, '_')
      .normalize('NFKC')
      .replace(/\s/gu, '')
      .toLowerCase(),
  );

const phrase = fc.constantFrom(...cards.order.accepted);
const space = fc.constantFrom('', ' ', '　', '\n', '\t', '\u00a0');
const invisible = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u202e', '\u00ad', '\ufe0f'];
const lookalikes = ['СONFIRM', 'cοnfirm', '确認办理', 'ⓒonfirm', 'ＣＯＮＦＩＲＭ', '𝐂𝐎𝐍𝐅𝐈𝐑𝐌'];
const marks = ['?', '？', '“', '”', '"', "'", ',', '，', '…', '。', '!', '~', '\n', ' ', '<', '>'];
const piece = fc.oneof(
  { weight: 3, arbitrary: phrase },
  { weight: 2, arbitrary: fc.constantFrom(...'确认办理退订不吗好CONFIRMconfirm'.split('')) },
  { weight: 2, arbitrary: fc.constantFrom(...marks, ...invisible) },
  { weight: 1, arbitrary: fc.constantFrom(...lookalikes, '👍', '❌', '👍🏻', '🙏') },
  { weight: 1, arbitrary: fc.constantFrom(...confirmationPhrases.map(([, said]) => said)) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
);
const message = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const read = (said: string) => readConfirmation(said, cards.order).kind;

describe('only the phrase itself', () => {
  it('accepts, whatever else a message is made of', () => {
    fc.assert(
      fc.property(message, (said) => {
        assert.equal(read(said) === 'accept', isPhrase(said), visible(said));
      }),
      { numRuns: 3000 },
    );
  });

  it('accepts in any width and case, with spaces anywhere and marks of emphasis after it', () => {
    const wide = (text: string) =>
      text.replace(/[A-Z]/g, (letter) =>
        String.fromCodePoint((letter.codePointAt(0) ?? 0) + 65248),
      );
    const dressed = fc
      .tuple(
        phrase,
        fc.constantFrom(wide, (text: string) => text.toLowerCase(), String),
      )
      .chain(([words, change]) =>
        fc.tuple(...[...change(words)].map((letter) => space.map((gap) => gap + letter))),
      );
    const tail = fc.array(fc.constantFrom('。', '.', '．', '!', '！', '~', '～', ' '), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(dressed, tail, (letters, ending) => {
        assert.equal(read(letters.join('') + ending.join('')), 'accept');
      }),
    );
  });

  it('does not accept with anything put into it, seen or unseen', () => {
    const stranger = fc.constantFrom(
      ...invisible,
      '?',
      '？',
      '不',
      '吗',
      'n',
      '1',
      '👍',
      '”',
      ',',
      '…',
    );
    fc.assert(
      fc.property(phrase, fc.nat(7), stranger, (words, at, added) => {
        assert.notEqual(read(words.slice(0, at) + added + words.slice(at)), 'accept');
      }),
    );
  });

  it('does not win over a withdrawal before or after it', () => {
    const withdrawals = confirmationPhrases
      .filter(([, said, state, kind]) => kind === 'cancel' && state === 'order' && said.length > 1)
      .map(([, said]) => said);
    const joint = fc.constantFrom('，', ' ', '。', ', ', '\n');
    fc.assert(
      fc.property(
        fc.constantFrom(...withdrawals),
        phrase,
        joint,
        fc.boolean(),
        (no, yes, and, first) => {
          const said = first ? no + and + yes : yes + and + no;
          assert.match(read(said), /^(frozen|cancel)$/, visible(said));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('the normal form', () => {
  it('stays as it is when normalised again, and keeps every question mark', () => {
    const asked = (text: string) => text.normalize('NFKC').split('?').length;
    fc.assert(
      fc.property(message, (said) => {
        const once = normaliseConfirmation(said);
        assert.equal(normaliseConfirmation(once), once);
        assert.equal(asked(once), asked(said));
      }),
    );
  });

  it('does not take the dots of hesitation for full stops', () => {
    assert.equal(normaliseConfirmation('确认办理。..'), '确认办理');
    assert.notEqual(normaliseConfirmation('确认办理……'), '确认办理');
  });

  it('is found for very long messages too', () => {
    for (const [, said] of confirmationPhrases) {
      const long = said.repeat(Math.ceil(2000 / said.length));
      assert.notEqual(read(long), 'accept');
    }
  });
});
