import assert from 'node:assert/strict';
import { ConfigError, readConfig } from '../config.ts';

describe('the configuration', () => {
  it('runs as .env.example stands, against the sandbox', () => {
    const settings = readConfig({}, '.env.example');
    assert.deepEqual(settings, readConfig({}, 'no such file'));
    assert.equal(settings.SANDBOX, 'start');
    assert.equal(settings.CARRIER_URL, 'http://127.0.0.1:3979');
  });

  it('lists every fault at once, by the setting’s name', () => {
    const wrong = { PORT: 'many', DATA_KEY: 'short', CLU_KEY: 'alone', OPERATOR_TIME_ZONE: 'Mars' };
    assert.throws(
      () => readConfig(wrong, 'no such file'),
      (error: Error) => {
        assert.ok(error instanceof ConfigError);
        for (const name of Object.keys(wrong)) assert.match(error.message, new RegExp(name));
        return true;
      },
    );
  });

  it('starts no sandbox for an operator of one’s own', () => {
    assert.equal(readConfig({ CARRIER_URL: 'https://api.example.com' }, 'none').SANDBOX, 'none');
  });

  it('takes an SMS gateway only with an address of its kind', () => {
    const smpp = 'smpp://system:p%40ss@smsc.example.com:2775';
    const good = { SMS_GATEWAY: 'smpp', SMS_GATEWAY_URL: smpp };
    assert.equal(readConfig(good, 'none').SMS_GATEWAY_URL, smpp);
    for (const wrong of [
      { SMS_GATEWAY: 'http' },
      { SMS_GATEWAY: 'http', SMS_GATEWAY_URL: smpp },
      { SMS_GATEWAY: 'smpp', SMS_GATEWAY_URL: 'smpp://smsc.example.com' },
    ])
      assert.throws(() => readConfig(wrong, 'none'), /SMS_GATEWAY_URL must be https/);
    const body = { SMS_GATEWAY_BODY: '{"text":"{text}"}' };
    assert.throws(() => readConfig(body, 'none'), /SMS_GATEWAY_BODY must be a JSON object/);
  });

  it('takes a mail server only with the address mail comes from', () => {
    const server = { MAIL_SMTP_URL: 'smtps://user:password@mail.example.com' };
    assert.throws(() => readConfig(server, 'none'), /MAIL_FROM and MAIL_SMTP_URL/);
    for (const from of ['notices@example.com', '明白通信 <notices@example.com>'])
      assert.equal(readConfig({ ...server, MAIL_FROM: from }, 'none').MAIL_FROM, from);
    for (const from of ['notices', 'a@example.com, b@example.com', '<a@example.com'])
      assert.throws(() => readConfig({ ...server, MAIL_FROM: from }, 'none'), /MAIL_FROM must be/);
  });

  it('never opens the Azure endpoint for the Emulator and for Azure together', () => {
    const both = { MICROSOFT_APP_ID: 'x', BOT_FRAMEWORK_EMULATOR: 'true' };
    assert.throws(() => readConfig(both, 'none'), /BOT_FRAMEWORK_EMULATOR cannot be true/);
  });

  it('takes a WeChat account whole or not at all', () => {
    const account = {
      WECHAT_APP_ID: 'wx5823bf96d3bd56c7',
      WECHAT_APP_SECRET: 'secret',
      WECHAT_TOKEN: 'QDG6eK',
    };
    assert.equal(readConfig(account, 'none').WECHAT_TOKEN, 'QDG6eK');
    for (const missing of Object.keys(account))
      assert.throws(
        () => readConfig({ ...account, [missing]: '' }, 'none'),
        /WECHAT_APP_ID is set together with/,
      );
    assert.throws(
      () => readConfig({ ...account, WECHAT_AES_KEY: 'short' }, 'none'),
      /WECHAT_AES_KEY must be the 43/,
    );
  });
});
