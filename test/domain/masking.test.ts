import assert from 'node:assert/strict';
import { hiddenMark, maskOtherNumber, maskPhoneNumber, maskText } from '../../domain/masking.ts';

describe('masking what a customer types', () => {
  const numbers: ReadonlyArray<[string, string]> = [
    ['查一下13800138000的余额', '查一下138****8000的余额'],
    ['138 0013 8000', '138****8000'],
    ['138-0013-8000', '138****8000'],
    ['+86 138 0013 8000', '138****8000'],
    ['008613800138000', '138****8000'],
    ['１３８００１３８０００', '138****8000'],
    ['一三八零零一三八零零零', '138****8000'],
    ['幺三八〇〇幺三八〇〇〇的账单', '138****8000的账单'],
    ['壹叁捌零零壹叁捌零零零', '138****8000'],
    ['①③⑧⓪⓪①③⑧⓪⓪⓪', '138****8000'],
    ['𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎', '138****8000'],
    ['138  0013 - 8000', '138****8000'],
    ['138/0013/8000', '138****8000'],
    ['138，0013，8000', '138****8000'],
    ['1、3、8、0、0、1、3、8、0、0、0', '138****8000'],
    ['138\u200b0013\u200b8000', '138****8000'],
    ['1\ufe0f\u20e33800138000', '138****8000'],
    ['My number is 13800138000, please', 'My number is 138****8000, please'],
  ];
  for (const [said, masked] of numbers) {
    it(`keeps three and four digits of the number in “${said}”`, () => {
      assert.deepEqual(maskText(said), {
        masked,
        phoneNumbers: ['13800138000'],
        codes: [],
        hasPassword: false,
      });
    });
  }

  // Neighbours that once made another thing of a number, or hid it from the one who has to read it.
  const beside: ReadonlyArray<[said: string, masked: string, numbers: number, codes: number]> = [
    ['我的号码13800138001一直没信号', '我的号码138****8001一直没信号', 1, 0],
    ['13800138001 9月账单', '138****8001 9月账单', 1, 0],
    ['第一13800138001', '第一138****8001', 1, 0],
    ['13800138001 13800138001', '138****8001 138****8001', 2, 0],
    ['13800138001 483920', `138****8001 ${hiddenMark}`, 1, 1],
    ['138 0013 8001 483920', `138****8001 ${hiddenMark}`, 1, 1],
    ['483920，13800138001', `${hiddenMark}，138****8001`, 1, 1],
    ['48 39 20', hiddenMark, 0, 1],
    ['验证码是48-39-20。', `验证码是${hiddenMark}。`, 0, 1],
    ['四八三 九二零', hiddenMark, 0, 1],
    ['肆捌叁玖贰零', hiddenMark, 0, 1],
    ['验证码是4、8、3、9、2、0', `验证码是${hiddenMark}`, 0, 1],
    ['4\u200b83920', hiddenMark, 0, 1],
    ['1、2、3、4、5、6月的账单', '1、2、3、4、5、6月的账单', 0, 0],
    ['比较129、159、199', '比较129、159、199', 0, 0],
    ['机主：王小明', '机主：王**', 0, 0],
    ['比较 59 79 99', '比较 59 79 99', 0, 0],
    ['卡号 89860012345678901234', `卡号 ${hiddenMark}`, 0, 0],
    ['12345678', hiddenMark, 0, 0],
    ['我的PUK码是12345678', `我的PUK码是${hiddenMark}`, 0, 0],
    ['发到chen.wei@example.com', '发到c***@example.com', 0, 0],
  ];
  for (const [said, masked, numbers, codes] of beside) {
    it(`reads “${said}” as it is meant`, () => {
      const read = maskText(said);
      assert.equal(read.masked, masked);
      assert.deepEqual(read.phoneNumbers, Array(numbers).fill('13800138001'));
      assert.deepEqual(read.codes, Array(codes).fill('483920'));
    });
  }

  const secrets: ReadonlyArray<[string, string]> = [
    ['483920', hiddenMark],
    ['验证码是483920', `验证码是${hiddenMark}`],
    ['４８３９２０', hiddenMark],
    ['483 920', hiddenMark],
    ['4 8 3 9 2 0', hiddenMark],
    ['四八三九二零', hiddenMark],
  ];
  for (const [said, masked] of secrets) {
    it(`hides the code in “${said}” and hands it over apart`, () => {
      assert.deepEqual(maskText(said), {
        masked,
        phoneNumbers: [],
        codes: ['483920'],
        hasPassword: false,
      });
    });
  }

  it('hides identity numbers whole, and of cards all but the last four', () => {
    assert.equal(maskText('身份证11010519491231002X').masked, `身份证${hiddenMark}`);
    assert.equal(maskText('卡号 6222 0212 3456 7890 128').masked, '卡号 ****0128');
    assert.equal(maskText('卡号 6222 0212 3456 7890 129').masked, `卡号 ${hiddenMark}`);
  });

  it('takes two numbers side by side for two, and hides digits without end', () => {
    const { masked, phoneNumbers } = maskText('13800138000 13900139000');
    assert.equal(masked, '138****8000 139****9000');
    assert.deepEqual(phoneNumbers, ['13800138000', '13900139000']);
    assert.equal(maskText('13800138000'.repeat(3)).masked, hiddenMark);
  });

  it('tells a password from the code of an SMS, which some call password too', () => {
    const read = (text: string) => {
      const { masked, codes, hasPassword } = maskText(text);
      return [masked, codes.length, hasPassword];
    };
    assert.deepEqual(read('服务密码是135790'), [`服务密码是${hiddenMark}`, 0, true]);
    assert.deepEqual(read('my password is hunter2'), [`my password is ${hiddenMark}`, 0, true]);
    assert.deepEqual(read('短信密码135790'), [`短信密码${hiddenMark}`, 1, false]);
    assert.deepEqual(read('忘记服务密码怎么办'), ['忘记服务密码怎么办', 0, false]);
    assert.deepEqual(read('my password is wrong'), ['my password is wrong', 0, false]);
  });

  it('leaves months, prices and plan names alone', () => {
    for (const text of [
      '2026年10月的账单',
      '129元套餐',
      '5G 畅享 199',
      '10000号',
      '三月用了多少',
      '2026-11-24 的记录',
      '20261124',
      '11月5号',
      '去人民路营业厅怎么走',
      '我叫不到车',
      '4008123123',
      '1024',
    ]) {
      assert.deepEqual(maskText(text), {
        masked: text,
        phoneNumbers: [],
        codes: [],
        hasPassword: false,
      });
    }
  });

  it('shows a number the same length whatever it hides', () => {
    assert.equal(maskPhoneNumber('13900001111'), '139****1111');
  });
});

describe('masking the number of the other party', () => {
  const numbers: ReadonlyArray<[string, string, string]> = [
    ['a mobile number', '13912345678', '139****5678'],
    ['one with the country code', '+8613912345678', '139****5678'],
    ['one with 0086', '008613912345678', '139****5678'],
    ['a landline with its area', '010-62345678', '010****78'],
    ['a local landline, of which seven digits would be all', '6234567', '****67'],
    ['one from abroad', '+14155550123', '+14****23'],
    ['the operator', '10086', '10086'],
    ['the police', '110', '110'],
    ['a company', '4008123123', '4008123123'],
    ['a bank', '95588', '95588'],
    ['an SMS port of a company', '10690123456789', '10690123456789'],
    ['what the carrier has masked itself', '139****5678', '139****5678'],
  ];
  for (const [what, number, masked] of numbers) {
    it(`shows ${masked} of ${what}`, () => {
      assert.equal(maskOtherNumber(number), masked);
    });
  }
});
