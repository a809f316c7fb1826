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

  it('never opens the Azure endpoint for the Emulator and for Azure together', () => {
    const both = { MICROSOFT_APP_ID: 'x', BOT_FRAMEWORK_EMULATOR: 'true' };
    assert.throws(() => readConfig(both, 'none'), /BOT_FRAMEWORK_EMULATOR cannot be true/);
  });
});
