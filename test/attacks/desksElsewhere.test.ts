import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cases, deskRoutes, elsewhereCases } from './everyRoute.ts';
import { ask, enter, type Guest, type Site, startAttacked } from './site.ts';

const nowhere = 'http://127.0.0.1:9';
const secret = 'a secret of the desk that only the tests know';
const desks = {
  chatwoot: {
    CHATWOOT_URL: nowhere,
    CHATWOOT_ACCOUNT_ID: '1',
    CHATWOOT_INBOX_ID: '5',
    CHATWOOT_TOKEN: 'token',
    CHATWOOT_WEBHOOK_SECRET: secret,
  },
  hub: { HUB_URL: nowhere, HUB_SECRET: secret },
} as const;

for (const [desk, environment] of Object.entries(desks))
  describe(`the site with its desk at a ${desk}`, function () {
    this.timeout(120_000);
    let site: Site;
    let anna: Guest;
    let ben: Guest;
    const route = `POST /channels/${desk}`;
    before(async () => {
      site = await startAttacked({ AGENT_DESK: desk, ...environment });
      [anna, ben] = await Promise.all([enter(site), enter(site)]);
      await anna.says('转人工');
    });
    after(() => site.close());

    const transcript = async ({ path, token }: Guest) => {
      const headers = { authorization: `Bearer ${token}` };
      const read = await ask(site, 'GET', `${path}/activities`, { headers });
      return (await read.json()) as unknown;
    };

    it('has the same ways in, but for the desk of the house', () => {
      const routes = site.routes.filter((each) => !each.includes(' /demo/'));
      const expected = Object.keys(cases).filter((each) => !deskRoutes.includes(each));
      assert.deepEqual([...expected, route].sort(), [...routes].sort());
      const page = readFileSync(new URL('../../docs/SECURITY.md', import.meta.url), 'utf8');
      assert.ok(page.includes(`\`${route}\``));
    });

    for (const [what, sign] of [
      ['without a signature', undefined],
      ['signed with the other’s token', () => ben.token],
      ['signed with an empty secret', () => ''],
    ] as const)
      it(`takes no word for an agent’s ${what}, whatever ids it names`, async () => {
        const before = await transcript(anna);
        for (const body of elsewhereCases[desk]?.(anna) ?? []) {
          const seconds = Math.floor(site.now().getTime() / 1000);
          const text = JSON.stringify(body);
          const digest = createHmac('sha256', sign?.() ?? '0')
            .update(`${seconds}.${text}`)
            .digest('hex');
          const signed = {
            'x-chatwoot-timestamp': String(seconds),
            'x-chatwoot-signature': `sha256=${digest}`,
            'x-mingbai-signature': `t=${seconds},v1=${digest}`,
          };
          const answer = await ask(site, 'POST', `/channels/${desk}`, {
            headers: { 'content-type': 'application/json', ...(sign && signed) },
            body: text,
          });
          assert.equal(answer.status, 401);
          assert.doesNotMatch(await answer.text(), new RegExp(anna.conversationId));
        }
        assert.deepEqual(await transcript(anna), before);
      });
  });
