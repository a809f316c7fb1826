import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readPush } from '../../channels/weChat/push.ts';
import { readXml } from '../../channels/weChat/xml.ts';
import { published } from '../support/published.ts';

const from = { ToUserName: 'gh_1', FromUserName: 'oAnna', CreateTime: '1348831860' };
const deed = (fields: Record<string, string>) => readPush({ ...from, ...fields })?.deed;
const event = (Event: string, EventKey = '') => deed({ MsgType: 'event', Event, EventKey });

describe('what a push means', () => {
  for (const [name, read, expected] of [
    [
      'text',
      () => deed({ MsgType: 'text', Content: '00123' }),
      { kind: 'say', text: '00123', isScene: false },
    ],
    [
      'a voice in words',
      () => deed({ MsgType: 'voice', Recognition: '查余额。' }),
      { kind: 'say', text: '查余额。', isScene: false },
    ],
    [
      'a voice without',
      () => deed({ MsgType: 'voice', MediaId: '1' }),
      { kind: 'say', text: '', isScene: false },
    ],
    [
      'a picture',
      () => deed({ MsgType: 'image', PicUrl: 'http://x' }),
      { kind: 'say', text: '', isScene: false },
    ],
    [
      'a place',
      () => deed({ MsgType: 'location', Label: '家' }),
      { kind: 'say', text: '', isScene: false },
    ],
    [
      'a tapped list item',
      () => deed({ MsgType: 'text', Content: '查账单', bizmsgmenuid: '2' }),
      { kind: 'say', text: '查账单', isScene: true },
    ],
    [
      'a tapped confirmation',
      () => deed({ MsgType: 'text', Content: '确认办理', bizmsgmenuid: 'confirm:t-1' }),
      { kind: 'say', text: '确认办理', isScene: true, token: 't-1' },
    ],
    [
      'a menu button',
      () => event('CLICK', 'say:查账单'),
      { kind: 'say', text: '查账单', isScene: true },
    ],
    ['a button of another program', () => event('CLICK', 'V1001'), { kind: 'other' }],
    ['a follow', () => event('subscribe'), { kind: 'follow' }],
    ['a follow by a poster', () => event('subscribe', 'qrscene_7'), { kind: 'follow' }],
    ['a leave', () => event('unsubscribe'), { kind: 'unfollow' }],
    ['a scan', () => event('SCAN', '7'), { kind: 'scan' }],
    ['a place reported', () => event('LOCATION'), { kind: 'other' }],
    ['a page opened', () => event('VIEW', 'http://x'), { kind: 'other' }],
    [
      'a kind that nobody knows',
      () => deed({ MsgType: 'hologram' }),
      { kind: 'say', text: '', isScene: false },
    ],
    [
      'a sticker',
      () => deed({ MsgType: 'text', Content: '【收到不支持的消息类型，暂无法显示】' }),
      { kind: 'say', text: '', isScene: false },
    ],
  ] as const)
    it(`of ${name}`, () => assert.deepEqual(read(), expected));

  it('is nothing when it names nobody', () => {
    assert.equal(readPush({ ToUserName: 'gh_1', MsgType: 'text' }), undefined);
    assert.equal(readPush({}), undefined);
  });

  it('is the same push under the same key: its id, or who and when', () => {
    const keyOf = (fields: Record<string, string>) => readPush({ ...from, ...fields })?.key;
    assert.equal(
      keyOf({ MsgType: 'text', MsgId: '6054768590064713728' }),
      'wx:6054768590064713728',
    );
    const tap = { MsgType: 'event', Event: 'CLICK', EventKey: 'a' };
    assert.equal(keyOf(tap), keyOf({ ...tap }));
    assert.notEqual(keyOf(tap), keyOf({ ...tap, EventKey: 'b' }));
    assert.notEqual(keyOf(tap), keyOf({ ...tap, CreateTime: '1348831861' }));
  });

  it('is read from every published sample', function () {
    const path = published(this, 'vectors/wechat-xml-samples.json');
    const { samples } = JSON.parse(readFileSync(path, 'utf8')) as {
      samples: Array<{ id: string; xml: string }>;
    };
    for (const { id, xml } of samples) assert.ok(readPush(readXml(xml) ?? {}), id);
  });
});
