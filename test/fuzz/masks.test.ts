import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hiddenMark, maskName, maskOtherNumber, maskText } from '../../domain/masking.ts';
import { nationalForm } from '../../domain/phoneNumber.ts';
import { readSmsReply } from '../../domain/smsReply.ts';
import { hold } from '../properties/runs.ts';

const ways = [
  '0123456789',
  '０１２３４５６７８９',
  '〇一二三四五六七八九',
  '零幺二三四五六七八九',
  '零壹贰叁肆伍陆柒捌玖',
];
const digit = (way: number, value: number) => [...(ways[way] ?? '')][value] ?? '';
const gaps = ['', '', '', ' ', '-', '—', '.', '·', '\u00a0', '\u3000'];

/** Digits as people write them: every one in its own way, with something between or not. */
function written(digits: string): fc.Arbitrary<string> {
  const each = [...digits].map((value) =>
    fc
      .tuple(fc.nat(4), fc.constantFrom(...gaps))
      .map(([way, gap]) => digit(way, Number(value)) + gap),
  );
  return fc.tuple(...each).map((parts) => parts.join('').replace(/[\s\-—.·]$/u, ''));
}

const tail = fc.array(fc.nat(9), { minLength: 9, maxLength: 9 }).map((digits) => digits.join(''));
const mobile = fc
  .tuple(fc.integer({ min: 3, max: 9 }), tail)
  .map(([second, rest]) => `1${second}${rest}`);
const words = fc.constantFrom(
  '我的号码是',
  '，',
  '转',
  ' and ',
  '密码',
  'call ',
  '\n',
  '  ',
  '，验证码 123456',
  '18',
);
const soup = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      words,
      mobile.chain(written),
      fc.constantFrom(hiddenMark, '１', '一', '9', ' ', '-'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Written apart from the masks: every run of digits, whoever it belongs to. */
function digitRuns(text: string): string[] {
  const numerals = '〇一二三四五六七八九';
  const formal = '零壹贰叁肆伍陆柒捌玖';
  const plain = [...text.normalize('NFKC').replaceAll('幺', '一')]
    .map((character) => {
      const value = Math.max(numerals.indexOf(character), formal.indexOf(character));
      return value < 0 ? character : value;
    })
    .join('');
  return plain.match(/\d(?:[\s\-—.·]?\d)*/gu)?.map((run) => run.replace(/\D/g, '')) ?? [];
}

describe('masks, given anything', () => {
  it('leave no run of eleven digits or more, however it is written', () => {
    hold(
      fc.property(soup, (text) => {
        for (const run of digitRuns(maskText(text).masked)) assert.ok(run.length < 11, run);
      }),
    );
  });

  it('hide two numbers that were typed one behind the other', () => {
    hold(
      fc.property(
        mobile,
        mobile,
        fc.constantFrom('', ' ', '-', '、', '  ', '/'),
        (one, two, gap) => {
          const { masked } = maskText(`${one}${gap}${two}`);
          for (const number of [one, two]) assert.ok(!masked.includes(number), masked);
        },
      ),
    );
  });

  it('change nothing when they are put on again', () => {
    hold(
      fc.property(soup, (text) => {
        const { masked } = maskText(text);
        const again = maskText(masked);
        assert.equal(again.masked, masked);
        assert.deepEqual(again.codes, []);
      }),
    );
    hold(
      fc.property(fc.oneof(mobile, fc.string(), fc.stringMatching(/^\+?\d{3,20}$/)), (number) => {
        const masked = maskOtherNumber(number);
        assert.equal(maskOtherNumber(masked), masked);
      }),
    );
    hold(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (given) => {
        const name = given.trim() || '张三';
        assert.equal(maskName(maskName(name)), maskName(name));
        assert.ok([...maskName(name)].length <= 3);
      }),
    );
  });

  it('find a number however it is written, and hand it over in plain digits', () => {
    hold(
      fc.property(
        mobile.chain((number) => written(number).map((text) => [number, text] as const)),
        ([number, text]) => {
          assert.deepEqual(maskText(`号码${text}，谢谢`).phoneNumbers, [number]);
        },
      ),
    );
  });

  it('never grow a text by more than what stands for a secret', () => {
    hold(
      fc.property(soup, (text) => {
        assert.ok(maskText(text).masked.length <= text.length * 2);
      }),
    );
  });

  for (const [what, text] of [
    ['digits', '1'.repeat(10_000)],
    ['digits and gaps', '1 '.repeat(5000)],
    ['Chinese digits', '一三'.repeat(5000)],
    ['nearly numbers', '1380013800 '.repeat(900)],
    ['nearly identities', '11010519491231002'.repeat(590)],
    ['nearly codes', '12345 '.repeat(1600)],
    ['gaps', ' '.repeat(10_000)],
  ] as const) {
    it(`come to an end with ten thousand characters of ${what}`, () => {
      for (const run of digitRuns(maskText(text).masked))
        assert.ok(run.length < 11, String(run.length));
    });
  }
});

describe('numbers and replies, given anything', () => {
  it('a number in its national form stays in it, and only loses what is no digit of it', () => {
    hold(
      fc.property(
        fc.oneof(
          fc.string(),
          mobile.map((number) => `+86 ${number}`),
        ),
        (number) => {
          const once = nationalForm(number);
          assert.ok(once.length <= number.length);
          if (/^1\d{10}$/.test(once)) assert.equal(nationalForm(once), once);
        },
      ),
    );
  });

  it('a reply is an answer only when it is a letter and four digits', () => {
    hold(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[YyNn是否ＹＮ] ?\d{3,5}$/)),
        (text) => {
          const said = readSmsReply(text);
          if (said) assert.match(said.shortCode, /^\d{4}$/);
          const plain = text.normalize('NFKC').replace(/\s/g, '');
          if (!/^\p{L}{1,3}\d{4}$/u.test(plain)) assert.equal(said, undefined);
        },
      ),
    );
  });
});
