import assert from 'node:assert/strict';
import { startTalk } from '../support/talk.ts';
import { ownStore } from '../support/world.ts';

const zhao = '13800138004';

describe('advertising', () => {
  async function talkAs(locale?: string) {
    const store = await ownStore();
    const talk = await startTalk({ store, verifiedPhoneNumber: zhao, ...(locale && { locale }) });
    const consents = async () => {
      const all = await talk.ledger();
      return all
        .filter(({ kind }) => kind.startsWith('consent'))
        .map(({ kind, data }) => [kind, data.purpose, data.words]);
    };
    return { ...talk, consents };
  }

  it('is turned off in one step, in any words, and it is on record', async () => {
    const { customer, bot, consents } = await talkAs();
    await customer.says('别再给我发广告短信');
    bot.says('marketing:stillOff', { hotline: '10000' });
    assert.deepEqual(await consents(), [['consentWithdrawn', 'marketing', '别再给我发广告短信']]);
  });

  it('is turned on by the customer’s own whole sentence alone, and off again at once', async () => {
    const { customer, bot, consents } = await talkAs();
    await customer.says('我同意接收营销短信。');
    bot.says('marketing:on');
    await customer.says('不要营销短信');
    bot.says('marketing:off');
    assert.deepEqual(await consents(), [
      ['consentGiven', 'marketing', '我同意接收营销短信。'],
      ['consentWithdrawn', 'marketing', '不要营销短信'],
    ]);
  });

  it('stays as it is when the words are not the whole sentence', async () => {
    for (const words of ['开启营销短信', '打开广告短信推送', '我不同意接收营销短信吗']) {
      const { customer, bot, consents } = await talkAs();
      await customer.says(words);
      assert.doesNotMatch(bot.shows().text ?? '', /已记下您同意/, words);
      const given = (await consents()).filter(([kind]) => kind === 'consentGiven');
      assert.deepEqual(given, [], words);
    }
  });

  it('is never asked for by us, and service notices are said to go on', async () => {
    const { customer, bot } = await talkAs();
    await customer.says('不要营销短信');
    const view = bot.shows();
    assert.match(view.text ?? '', /服务通知照常发/);
    assert.deepEqual(view.choices ?? [], []);
  });

  it('keeps the sentence while the number is proved first', async () => {
    const store = await ownStore();
    const { customer, bot, phone, ledger } = await startTalk({ store });
    await customer.says('我同意接收营销短信');
    bot.says('identification:askNumber');
    await customer.says(zhao);
    bot.shows();
    await customer.says(await phone.code(zhao));
    bot.shows();
    bot.says('marketing:on');
    const given = (await ledger()).find(({ kind }) => kind === 'consentGiven');
    assert.equal(given?.data.words, '我同意接收营销短信');
  });

  it('is turned off in English too', async () => {
    const { customer, bot, speaks } = await talkAs('en');
    speaks('en');
    await customer.says('I agree to receive marketing messages');
    bot.says('marketing:on');
    await customer.says('stop sending me ads');
    bot.says('marketing:off');
  });
});
