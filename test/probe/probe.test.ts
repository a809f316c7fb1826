import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ports } from '../../openPorts.ts';
import { runCommand } from '../../probe/command.ts';
import { blockingRules } from '../../probe/rules.ts';
import type { Scorecard } from '../../probe/run.ts';
import { type Site, startAttacked } from '../attacks/site.ts';
import { closeAfterTest } from '../support/closing.ts';
import { published } from '../support/published.ts';

/** One run of the command against a server, and what it left behind. */
async function probe(site: Pick<Site, 'url' | 'sandbox'>, ...more: string[]) {
  const out = mkdtempSync(join(tmpdir(), 'complaints-probe-'));
  closeAfterTest(() => rmSync(out, { recursive: true, force: true }));
  const lines: string[] = [];
  const words = ['--url', site.url, '--sandbox', site.sandbox.url, '--out', out, ...more];
  const code = await runCommand(words, {
    print: (line) => lines.push(line),
    now: () => new Date(),
  });
  const file = (ending: string) => {
    const name = readdirSync(out).find((each) => each.endsWith(ending));
    return name ? readFileSync(join(out, name), 'utf8') : undefined;
  };
  const json = file('.json');
  const card = json === undefined ? undefined : (JSON.parse(json) as Scorecard);
  const broken = card?.checks.filter(({ verdict }) => verdict === 'broken') ?? [];
  const ruled = (verdict: string) =>
    card?.rules.filter((rule) => rule.verdict === verdict).map(({ rule }) => rule) ?? [];
  return { code, card, html: file('.html') ?? '', text: lines.join('\n'), broken, ruled };
}

async function serve(...options: Parameters<typeof startAttacked>): Promise<Site> {
  const site = await startAttacked(...options);
  closeAfterTest(() => site.close());
  return site;
}

const openOrders = async ({ sandbox }: Site) => {
  const url = `${sandbox.url}/tmf-api/productInventory/v4/product?status=active,pendingActive&limit=500`;
  const all = (await (await fetch(url)).json()) as Array<{ id: string; name: string }>;
  return all.filter(({ name }) => name === '视频彩铃').map(({ id }) => id);
};

/** One of every offer costs a yuan more than the public catalogue says. */
const dearer = (ports: Ports): Ports => ({
  ...ports,
  carrier: {
    ...ports.carrier,
    async offers(language) {
      const { asOf, data } = await ports.carrier.offers(language);
      const raised = data.map((offer) => ({
        ...offer,
        fees: offer.fees.map((fee) => ({
          ...fee,
          price: { ...fee.price, minorUnits: fee.price.minorUnits + 100 },
        })),
      }));
      return { asOf, data: raised };
    },
  },
});

describe('the probe', function () {
  this.timeout(180_000);

  it('finds nothing wrong with the bot as it is, orders nothing that stays, and writes a scorecard', async () => {
    const site = await serve();
    const before = await openOrders(site);
    const { code, card, html, text, broken, ruled } = await probe(site);
    assert.deepEqual(broken, [], text);
    assert.equal(code, 0);
    assert.deepEqual(ruled('broken'), []);
    for (const rule of ['R6', 'R8a', 'R8c', 'R18', 'R19', 'R24', 'R26', 'R29', 'E34', 'E53', 'E56'])
      assert.ok(ruled('kept').includes(rule), rule);
    assert.equal(card?.rules.length, Object.keys(blockingRules).length);
    // Whatever was not probed says why.
    for (const { rule, verdict, unseen } of card?.rules ?? [])
      assert.ok(verdict !== 'notProbed' || unseen !== undefined, rule);
    assert.match(html, /<h1>拨测记分卡<\/h1>/);
    assert.doesNotMatch(html, /<script|13800138010/);
    assert.deepEqual(await openOrders(site), before);
  });

  it('gives an alarm when a price is not the public one', async () => {
    const site = await serve({}, { wrapPorts: dearer });
    const { code, broken, text, ruled } = await probe(site, '--language', 'en');
    assert.equal(code, 1);
    assert.ok(
      broken.some(({ name, reason }) => name === 'tellsPublicPrices' && reason === 'price'),
    );
    assert.ok(ruled('broken').includes('R8c'));
    assert.match(text, /Alarm: /);
  });

  it('gives an alarm when the operator’s bills cannot be read', async () => {
    const site = await serve();
    await fetch(`${site.sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'error500', path: '/tmf-api/customerBillManagement' }),
    });
    const { code, ruled, html } = await probe(site);
    assert.equal(code, 1);
    assert.ok(ruled('broken').includes('R8a'));
    assert.match(html, /class="alarm"/);
  });

  it('says so when nobody answers, and how it is used', async () => {
    const site = { url: 'http://127.0.0.1:9', sandbox: { url: 'http://127.0.0.1:9' } };
    const { code, text } = await probe(site as Site);
    assert.equal(code, 3);
    assert.match(text, /没有应答/);
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    assert.equal(await runCommand(['--what'], { print, now: () => new Date() }), 2);
    assert.match(lines.join(), /--url/);
  });

  it('knows every blocking rule of the catalogue', function () {
    const catalogue = published(this, 'rights.md');
    let rule = '';
    for (const line of readFileSync(catalogue, 'utf8').split('\n')) {
      rule = /^(?:\*\*|\s*- \*\*)([RE]\d+[a-e]?)/.exec(line)?.[1] ?? rule;
      if (/\*\*S1\*\*|\bS1\s*$/.test(line)) assert.ok(rule in blockingRules, rule);
    }
  });
});
