import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as wecom from '@wecom/crypto';
import { createWeChatCrypto } from '../../channels/weChat/crypto.ts';
import { readXml, writeXml } from '../../channels/weChat/xml.ts';
import { published } from '../support/published.ts';

interface Vector {
  readonly id: string;
  readonly kind: 'urlVerifyPlain' | 'plainSignature' | 'decrypt' | 'encrypt' | 'msgSignature';
  readonly token: string;
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly signature?: string;
  readonly msgSignature?: string;
  readonly encodingAESKey?: string;
  readonly appId?: string;
  readonly encrypt?: string;
  readonly plaintext?: string;
  readonly random16?: string;
}

const keyOf = () => randomBytes(40).toString('base64').replace(/[+/=]/g, 'a').slice(0, 43);

describe('the encryption of WeChat', () => {
  it('agrees with every published example', function () {
    const path = published(this, 'vectors/wechat-vectors.json');
    const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { vectors: Vector[] };
    for (const vector of vectors) {
      const { id, token, timestamp = '', nonce = '', signature, msgSignature, encrypt } = vector;
      const { encodingAESKey: aesKey, appId: receiverId = '', plaintext = '', random16 } = vector;
      const crypto = createWeChatCrypto({ token, aesKey, receiverId });
      if (signature) assert.equal(crypto.sign(timestamp, nonce), signature, id);
      if (msgSignature && encrypt) {
        assert.ok(crypto.isSigned(msgSignature, timestamp, nonce, encrypt), id);
        assert.ok(!crypto.isSigned(msgSignature, timestamp, `${nonce}0`, encrypt), id);
      }
      if (vector.kind === 'decrypt' && encrypt) {
        assert.equal(crypto.decrypt(encrypt), plaintext, id);
        const another = createWeChatCrypto({ token, aesKey, receiverId: 'wx0000000000000001' });
        assert.equal(another.decrypt(encrypt), undefined, `${id}: of another account`);
      }
      if (vector.kind === 'encrypt' && random16)
        assert.equal(crypto.encrypt(plaintext, Buffer.from(random16)), encrypt, id);
    }
  });

  it('agrees with WeCom’s own library over random messages, both ways', () => {
    for (let round = 0; round < 300; round += 1) {
      const [token, aesKey, receiverId] = [
        keyOf().slice(0, 20),
        keyOf(),
        `wx${keyOf().slice(0, 16)}`,
      ];
      const crypto = createWeChatCrypto({ token, aesKey, receiverId });
      const message =
        randomBytes(randomInt(600)).toString('latin1') + '明白🙂'.repeat(randomInt(40));
      const read = wecom.decrypt(aesKey, crypto.encrypt(message));
      assert.deepEqual([read.message, read.id], [message, receiverId]);
      const theirs = wecom.encrypt(aesKey, message, receiverId);
      assert.equal(crypto.decrypt(theirs), message);
      assert.equal(crypto.sign('1', 'n', theirs), wecom.getSignature(token, '1', 'n', theirs));
    }
  });

  it('takes nothing that was changed, cut or made up', () => {
    const crypto = createWeChatCrypto({ token: 't', aesKey: keyOf(), receiverId: 'wx1' });
    const good = Buffer.from(crypto.encrypt('查余额'.repeat(20)), 'base64');
    for (const wrong of ['', 'AAAA', '不是', good.toString('base64').slice(0, -24)])
      assert.equal(crypto.decrypt(wrong), undefined);
    const last = Buffer.from(good);
    last[last.length - 17] = (last.at(-17) ?? 0) ^ 0xff;
    assert.equal(crypto.decrypt(last.toString('base64')), undefined);
    for (let round = 0; round < 50; round += 1)
      assert.equal(crypto.decrypt(randomBytes(96).toString('base64')), undefined);
  });
});

describe('the XML of WeChat', () => {
  it('reads every published sample, ids and zeros whole', function () {
    const path = published(this, 'vectors/wechat-xml-samples.json');
    const { samples } = JSON.parse(readFileSync(path, 'utf8')) as {
      samples: Array<{ id: string; xml: string }>;
    };
    for (const { id, xml } of samples) assert.ok(readXml(xml)?.MsgType, id);
    const fields = readXml('<xml><MsgId>6054768590064713728</MsgId><Content>00123</Content></xml>');
    assert.deepEqual(fields, { MsgId: '6054768590064713728', Content: '00123' });
  });

  it('reads back what it writes, whatever the words hold', () => {
    const said = 'a]]>b <a href="x">&amp;明白🙂\n</xml>';
    const text = writeXml({ Content: `${said}\u0000\u0008\ufffe`, CreateTime: 1_714_036_504 });
    assert.deepEqual(readXml(text), { Content: said, CreateTime: '1714036504' });
  });

  for (const [name, text] of [
    ['a bomb', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><A>&b;</A></xml>'],
    ['a file', '<!doctype x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>'],
    ['nothing', ''],
    ['no XML', 'success'],
    ['JSON', '{"ToUserName":"a"}'],
    ['an open tag', '<xml><A>1</A>'],
    ['another root', '<html><A>1</A></html>'],
    ['two roots', '<xml><A>1</A></xml><xml><A>2</A></xml>'],
    ['a prototype', '<xml><__proto__><a>1</a></__proto__></xml>'],
    ['much too much', `<xml><A>${'x'.repeat(70_000)}</A></xml>`],
  ] as const)
    it(`refuses ${name}`, () => assert.equal(readXml(text), undefined));
});
