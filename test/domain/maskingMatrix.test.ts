import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Datum, hiddenMark, maskFor, maskText, type Sink } from '../../domain/masking.ts';

const sinks: readonly Sink[] = [
  'chat',
  'panel',
  'transcript',
  'log',
  'metric',
  'errorReport',
  'recogniser',
  'agent',
];
const none = undefined;
const stand = '[某某]';

/** Rights §5.3 as it is written there, with the example of each row; `none` is its “—”. */
const matrix: Record<Datum, readonly [example: string, ...cells: Array<string | undefined>]> = {
  //          example, chat, panel, transcript, log, metric, error report, recogniser, agent
  ownNumber: [
    '13800138000',
    ...['138****8000', '13800138000', '138****8000', none, none, none, stand, '138****8000'],
  ],
  otherNumber: [
    '13912345678',
    ...[none, '139****5678', none, none, none, none, none, '139****5678'],
  ],
  callTime: [
    '2026-10-07 11:33:33',
    ...['2026-10-07', '2026-10-07 11:33:33', none, none, none, none, none, '2026-10-07 11'],
  ],
  recordAmount: ['7 分钟', ...[none, '7 分钟', none, none, none, none, none, '7 分钟']],
  place: ['广东省深圳市', ...[none, '广东省', none, none, none, none, none, none]],
  content: ['晚上吃什么', ...[none, none, none, none, none, none, none, none]],
  name: ['张三丰', ...['张**', '张**', '张**', none, none, none, stand, '张**']],
  identityNumber: [
    '11010519491231002X',
    ...[none, '1*****', none, none, none, none, none, '1*****'],
  ],
  address: [
    '广东省深圳市南山区科技路1号',
    ...['广东省深圳市****', '广东省深圳市南山区科技路1号', '广东省深圳市****', none, none, none],
    ...[none, '广东省深圳市南山区****'],
  ],
  email: [
    'zhang.san@example.com',
    ...['z***@example.com', 'z***@example.com', 'z***@example.com', none, none, none],
    ...[none, 'z***@example.com'],
  ],
  bankCard: [
    '6222021234567890128',
    ...['****0128', '****0128', '****0128', none, none, none, none, '****0128'],
  ],
  secret: ['12345678', ...[none, '12345678', none, none, none, none, none, none]],
  imsi: ['460001234567890', ...[none, '****7890', none, none, none, none, none, '****7890']],
  deviceNumber: [
    '89860012345678901234',
    ...['****1234', '****1234', none, none, none, none, none, '****1234'],
  ],
  profile: ['金卡', ...['金卡', '金卡', none, none, none, none, none, none]],
  money: ['¥50.00', ...['¥50.00', '¥50.00', '¥50.00', none, none, none, '¥50.00', '¥50.00']],
};

describe('the masking table', () => {
  for (const [datum, [example, ...cells]] of Object.entries(matrix))
    sinks.forEach((sink, place) => {
      const shown = cells[place];
      it(`shows ${shown ?? 'nothing'} of ${datum} in ${sink}`, () => {
        assert.equal(maskFor(datum as Datum, sink, example), shown);
      });
    });

  it('hides how long a name, an address or an identity number is', () => {
    assert.equal(maskFor('name', 'chat', '张三'), maskFor('name', 'chat', '张三丰'));
    assert.equal(
      maskFor('address', 'chat', '上海市静安区南京西路1号'),
      maskFor('address', 'chat', '上海市静安区延安中路1000弄10号'),
    );
    assert.equal(maskFor('identityNumber', 'panel', '110105491231002'), '1*****');
  });
});

/** What people type, in all the ways they write it; the same in each. */
const typed: ReadonlyArray<readonly [datum: Datum, what: string, ways: readonly string[]]> = [
  [
    'ownNumber',
    '13800138000',
    [
      '13800138000',
      '１３８００１３８０００',
      '138 0013 8000',
      '138-0013-8000',
      '138.0013.8000',
      '一三八零零一三八零零零',
      '幺三八〇〇幺三八〇〇〇',
      '1 3 8 0 0 1 3 8 0 0 0',
      '+8613800138000',
    ],
  ],
  [
    'identityNumber',
    '110105194912310021',
    [
      '110105194912310021',
      '110105 19491231 0021',
      '110105-19491231-0021',
      '１１０１０５１９４９１２３１００２１',
      '一一零一零五一九四九一二三一零零二一',
      '110105491231002',
      '11010519491231002X',
      '11010519491231002x',
      '１１０１０５１９４９１２３１００２Ｘ',
    ],
  ],
  [
    'bankCard',
    '6222021234567890128',
    [
      '6222021234567890128',
      '6222 0212 3456 7890 128',
      '6222-0212-3456-7890-128',
      '６２２２０２１２３４５６７８９０１２８',
    ],
  ],
  ['email', 'zhang.san@example.com', ['zhang.san@example.com', 'ｚhang＠ｅxample.com']],
  [
    'address',
    '广东省深圳市南山区科技路1号',
    [
      '广东省深圳市南山区科技路1号',
      '广东省深圳市南山区科技路１号Ａ座1203室',
      '广东省深圳市科技路 一号',
    ],
  ],
  [
    'secret',
    '483920',
    [
      '483920',
      '４８３９２０',
      '483 920',
      '483-920',
      '4 8 3 9 2 0',
      '四八三九二零',
      '密码:a1b2c3',
      'PUK 12345678',
    ],
  ],
  ['name', '张三丰', ['我叫张三丰', '姓名：张三丰', '名字叫张三丰']],
];

describe('masking text', () => {
  for (const [datum, what, ways] of typed)
    for (const way of ways)
      for (const sink of ['transcript', 'log', 'recogniser'] as const)
        it(`leaves of ${datum} “${way}” what ${sink} may have`, () => {
          const { masked } = maskText(`你好，${way}。`, sink);
          const shown = maskFor(datum, sink, what) ?? hiddenMark;
          assert.ok(masked.includes(shown), masked);
          const left = masked.replace(shown, '').normalize('NFKC');
          assert.doesNotMatch(left, /\d|zhang|三丰|[〇零一幺二三四五六七八九]{2}|南山/);
        });

  it('takes from what was masked for a transcript what another sink may not have', () => {
    const transcript = maskText(
      '我叫张三丰，号码13800138000，邮箱zhang@example.com，卡6222021234567890128，地址是广东省深圳市南山区科技路1号',
    ).masked;
    assert.equal(
      transcript,
      '我叫张**，号码138****8000，邮箱z***@example.com，卡****0128，地址是广东省深圳市****',
    );
    assert.equal(maskText(transcript).masked, transcript);
    assert.equal(
      maskText(transcript, 'recogniser').masked,
      `我叫${stand}，号码${stand}，邮箱${hiddenMark}，卡${hiddenMark}，地址是${hiddenMark}`,
    );
  });

  it('leaves no number of anybody, wherever it stands among other words', () => {
    const words = fc.constantFrom('查', '帮我', ' ', 'plan ', '，', '的账单', 'A', '号');
    const gaps = fc.constantFrom('', ' ', '-', '.');
    fc.assert(
      fc.property(
        fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }),
        fc.array(gaps, { minLength: 10, maxLength: 10 }),
        words,
        words,
        (number, between, before, after) => {
          const digits = [...String(number)];
          const written = digits.map((each, place) => each + (between[place] ?? '')).join('');
          const { masked } = maskText(before + written + after);
          assert.ok(!masked.replace(/\D/g, '').includes(String(number)), masked);
          assert.ok((masked.match(/\d/g) ?? []).length <= 7, masked);
          return true;
        },
      ),
    );
  });

  it('stays quick however long and however odd the text is', () => {
    const odd = ['市', '区', '在', '1', '1 ', '密码 ', 'a', '1*', '@', '路1'];
    for (const part of odd) {
      const text = part.repeat(Math.ceil(2000 / part.length));
      const { masked } = maskText(text);
      assert.ok(masked.length <= text.length);
    }
  });
});
