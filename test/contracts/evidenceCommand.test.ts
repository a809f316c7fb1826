import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CompiledQuery } from 'kysely';
import { type EvidenceBundle, signBundle } from '../../adapters/store/evidenceBundle.ts';
import { hashOf } from '../../adapters/store/evidenceChain.ts';
import { runEvidence } from '../../adapters/store/evidenceProgram.ts';
import { openEngine } from '../../adapters/store/openEngine.ts';
import { openStore } from '../../adapters/store/store.ts';
import { canonicalJson } from '../../domain/disclosure.ts';
import type { EvidenceRow } from '../../ports/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { afterNoon } from '../support/storedTalk.ts';

const log = { info() {}, warn() {}, error() {} };
const disclosure = { version: '1', order: { lineId: 'line-1' }, summary: { fee: 9900 } };
const hash = createHash('sha256').update(canonicalJson(disclosure)).digest('hex');
const text = '办理：5G 畅享 129 元套餐\n月费：¥129.00';

/** One order as the bot proves it. */
function orderFacts(subject: string, quoteId: string): readonly EvidenceRow[] {
  const [activityId, expiresAt] = ['talk|0000004', afterNoon(600)];
  const facts: ReadonlyArray<readonly [string, EvidenceRow['data']]> = [
    ['disclosed', { quoteId, disclosure, hash, language: 'zh-CN', text, expiresAt }],
    ['confirmedOnce', { quoteId, hash, method: 'button', activityId, channelId: 'directline' }],
    ['codeSent', { quoteId, hash, at: afterNoon(2) }],
    ['confirmedTwice', { quoteId, hash, method: 'smsCode', activityId: 'talk|0000006' }],
    ['ordered', { quoteId, orderKey: quoteId }],
    ['outcome', { quoteId, outcome: 'committed', orderNumber: `order of ${quoteId}` }],
    ['weighed', { quoteId, grams: 12 }],
  ];
  return facts.map(([kind, data], place) => ({ kind, subject, at: afterNoon(place), data }));
}

describe('npm run evidence', () => {
  forEachDatabase((name, database) => {
    let folder: string;
    let lines: string[] = [];
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'evidence-'));
      const store = await openStore(database.place(), { log });
      await store.record([...orderFacts('line-1', 'q1'), ...orderFacts('line-2', 'q2')]);
      await store.record([
        { kind: 'notified', subject: 'talk', at: afterNoon(3600), data: { quoteId: 'q2' } },
      ]);
      await store.close();
    });
    after(() => rmSync(folder, { recursive: true, force: true }));
    const file = (called: string) => join(folder, called);

    async function run(...commandLine: readonly string[]): Promise<number> {
      lines = [];
      const place = database.place();
      const settings = {
        DATABASE_URL: place.kind === 'postgres' ? place.url : undefined,
        DATA_FOLDER: (place.kind === 'pglite' && place.folder) || folder,
        OPERATOR_TIME_ZONE: 'Asia/Shanghai',
      };
      const print = (line: string) => lines.push(...line.split('\n'));
      return runEvidence(commandLine, { settings: () => settings, print });
    }
    /** With all rights, as only the owner of the database can. */
    async function tamper(statement: string): Promise<void> {
      const engine = await openEngine(database.place(), log);
      for (const each of [
        'alter table evidence disable trigger evidence_is_append_only',
        statement,
        'alter table evidence enable trigger evidence_is_append_only',
      ])
        await engine.db.executeQuery(CompiledQuery.raw(each));
      await engine.close();
    }

    it('verify says that all chains are whole, or one', async () => {
      assert.equal(await run('verify'), 0);
      assert.deepEqual(lines, ['完整：3 条证据链，共 15 条记录，断开 0 条链。']);
      assert.equal(await run('verify', 'line-1', '--language', 'en'), 0);
      assert.deepEqual(lines, ['Whole: 1 chains with 7 records, 0 broken.']);
    });

    it('show tells an order’s story on the operator’s clock, with the words that were shown', async () => {
      assert.equal(await run('show', 'q1'), 0);
      assert.deepEqual(lines.slice(0, 12), [
        '报价 q1 的办理经过（时间按 Asia/Shanghai）',
        '2026-11-24 12:00:00  向客户展示了办理内容，中文，2026-11-24 12:10:00 前有效',
        '    | 办理：5G 畅享 129 元套餐',
        '    | 月费：¥129.00',
        `    内容摘要 ${hash}，与记录下的内容相符`,
        '    证据链 line-1 第 1 条',
        '2026-11-24 12:00:01  客户第一次确认：点确认按钮，渠道 directline，消息 talk|0000004',
        `    内容摘要 ${hash}，与首次展示的内容一致`,
        '    证据链 line-1 第 2 条',
        '2026-11-24 12:00:02  确认短信交给短信平台，时间 2026-11-24 12:00:02',
        `    内容摘要 ${hash}，与首次展示的内容一致`,
        '    证据链 line-1 第 3 条',
      ]);
      assert.deepEqual(lines.slice(-8), [
        '    证据链 line-1 第 5 条',
        '2026-11-24 12:00:05  办理结果：办理成功',
        '    orderNumber: order of q1',
        '    证据链 line-1 第 6 条',
        '2026-11-24 12:00:06  weighed',
        '    grams: 12',
        '    证据链 line-1 第 7 条',
        'line-1：证据链完整。',
      ]);
    });

    it('show finds an order by its number, over several chains, and shows plainly what is incomplete', async () => {
      assert.equal(await run('show', 'order of q2', '--language', 'en'), 0);
      assert.equal(lines[0], 'What happened under quote q2 (times in Asia/Shanghai)');
      assert.deepEqual(lines.slice(-4), [
        '2026-11-24 13:00:00  notified',
        '    chain talk, record 1',
        'line-2: the chain of evidence is whole.',
        'talk: the chain of evidence is whole.',
      ]);
      assert.equal(await run('show', 'nothing'), 1);
      assert.deepEqual(lines, ['没有找到与 nothing 有关的证据。']);
    });

    it('export writes a bundle that check accepts with the public key alone', async () => {
      assert.equal(await run('export', 'q1', '--out', file('q1.json')), 0);
      assert.match(lines[0] ?? '', /^line-1 的 7 条记录已写入 /);
      assert.equal(await run('key'), 0);
      writeFileSync(file('public.pem'), lines.join('\n'));
      assert.doesNotMatch(lines.join('\n'), /PRIVATE/);
      const check = ['check', file('q1.json'), '--key', file('public.pem')];
      const print = (line: string) => lines.push(line);
      const settings = () => assert.fail('check needs neither store nor key of the house');
      lines = [];
      assert.equal(await runEvidence(check, { settings, print }), 0);
      assert.match(lines[0] ?? '', /^证据包完整：line-1，7 条记录/);
      assert.match(lines[1] ?? '', /用给定的公钥核对，指纹（SHA-256）：[0-9a-f]{64}$/);
      assert.equal(await run('check', file('q1.json')), 0);
      assert.match(lines[1] ?? '', /不能证明是谁签的/);
    });

    it('export asks to choose where a quote is in several chains, and knows what is not there', async () => {
      assert.equal(await run('export', 'q2', '--out', file('q2.json')), 1);
      assert.deepEqual(lines, ['q2 的证据分在几条链上：line-2, talk。请按对象分别导出。']);
      assert.equal(await run('export', 'talk', '--out', file('talk.json')), 0);
      assert.equal(await run('export', 'nothing', '--out', file('nothing.json')), 1);
    });

    it('says in a sentence what it does not understand or cannot open', async () => {
      for (const wrong of [
        [],
        ['prove'],
        ['show'],
        ['export', 'q1'],
        ['verify', '--unknown', 'x'],
      ]) {
        assert.equal(await run(...wrong), 2);
        assert.match(lines[0] ?? '', /^用法/);
      }
      assert.equal(await run('check', file('missing.json')), 2);
      assert.match(lines[0] ?? '', /missing\.json 打不开（ENOENT）/);
    });

    if (name === 'PGlite') {
      it('says that a running server must be stopped first', async () => {
        const store = await openStore(database.place(), { log });
        assert.equal(await run('verify'), 2);
        assert.match(lines[0] ?? '', /in use by process \d+\. Stop it, .*use PostgreSQL/);
        await store.close();
      });
    }

    it('verify finds records cut off at the end only against a bundle', async () => {
      assert.equal(await run('export', 'line-2', '--out', file('line-2.json')), 0);
      assert.equal(await run('verify', '--against', file('line-2.json')), 0);
      await tamper(`delete from evidence where subject = 'line-2' and position = 7`);
      assert.equal(await run('verify', 'line-2'), 0);
      assert.equal(await run('verify', '--against', file('line-2.json')), 1);
      assert.ok(lines.some((line) => /与导出时不一致/.test(line)));
    });

    it('verify and show name the record that was changed', async () => {
      await tamper(`update evidence set data = replace(data::text, '129', '12')::json
        where subject = 'line-1' and position = 1`);
      assert.equal(await run('verify'), 1);
      const broken = 'line-1：第 1 条的内容和它的哈希值对不上：内容或哈希值被改过。';
      assert.equal(lines[0], broken);
      assert.match(lines[1] ?? '', /^不完整：.*断开 1 条链/);
      assert.equal(await run('show', 'q1'), 1);
      assert.equal(lines.at(-1), broken);
    });
  });
});

describe('a bundle of evidence', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));

  /** Chained as the store does, so that only what a test changes is wrong. */
  function chained(facts: readonly EvidenceRow[]): EvidenceBundle['records'] {
    let previousHash = '0'.repeat(64);
    return facts.map((fact, place) => {
      const record = {
        ...fact,
        data: JSON.stringify(fact.data),
        position: place + 1,
        previousHash,
      };
      previousHash = hashOf(record);
      return { ...record, hash: previousHash };
    });
  }
  async function check(bundle: unknown, key?: typeof publicKey) {
    const lines: string[] = [];
    const [file, keyFile] = [join(folder, 'bundle.json'), join(folder, 'public.pem')];
    writeFileSync(file, typeof bundle === 'string' ? bundle : JSON.stringify(bundle));
    if (key) writeFileSync(keyFile, key.export({ type: 'spki', format: 'pem' }));
    const commandLine = ['check', file, '--language', 'en', ...(key ? ['--key', keyFile] : [])];
    const settings = () => assert.fail('a check needs no settings');
    const code = await runEvidence(commandLine, { settings, print: (line) => lines.push(line) });
    return { code, said: lines.join('\n') };
  }
  const whole = () => signBundle('line-1', chained(orderFacts('line-1', 'q1')), pem);

  it('is whole as it was made', async () => {
    assert.equal((await check(whole(), publicKey)).code, 0);
    assert.equal((await check(signBundle('empty', [], pem), publicKey)).code, 0);
  });

  it('is not accepted with any one value changed', async () => {
    const bundle = whole();
    const [first, second, ...rest] = bundle.records;
    assert.ok(first && second);
    const changes: ReadonlyArray<readonly [Partial<EvidenceBundle>, RegExp]> = [
      [{ subject: 'line-2' }, /not a whole bundle.*signature is not good/s],
      [{ head: 'a'.repeat(64) }, /head is not.*signature is not good/s],
      [{ signature: whole().signature.replace(/^./, '*') }, /signature is not good/],
      [{ records: [first, ...rest] }, /Record 2 is missing/],
      [{ records: [second, first, ...rest] }, /Record 1 is missing/],
      [{ records: [{ ...first, at: afterNoon(1) }, second, ...rest] }, /content of record 1/],
      [{ records: bundle.records.slice(0, -1) }, /head is not.*signature is not good/s],
    ];
    for (const [change, words] of changes) {
      const { code, said } = await check({ ...bundle, ...change }, publicKey);
      assert.equal(code, 1);
      assert.match(said, words);
    }
  });

  it('chained and signed anew by somebody else is not accepted with the operator’s key', async () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    const forged = chained(orderFacts('line-1', 'q9'));
    const bundle = signBundle(
      'line-1',
      forged,
      String(other.export({ type: 'pkcs8', format: 'pem' })),
    );
    const { code, said } = await check(bundle, publicKey);
    assert.equal(code, 1);
    assert.match(said, /signature is not good/);
  });

  it('names a disclosure that is not what its digest says, even where chain and signature are good', async () => {
    const [shown, ...rest] = orderFacts('line-1', 'q1');
    assert.ok(shown);
    const changed = { ...disclosure, summary: { fee: 1 } };
    for (const data of [
      { ...shown.data, disclosure: changed },
      { quoteId: 'q1', hash },
    ]) {
      const records = chained([{ ...shown, data }, ...rest]);
      const { code, said } = await check(signBundle('line-1', records, pem), publicKey);
      assert.equal(code, 1);
      assert.match(said, /^Record 1: what was shown does not agree with its digest\.$/);
    }
  });

  it('that is none is called so', async () => {
    for (const none of ['', 'not JSON', '{}', '[]', { ...whole(), records: 7 }]) {
      const { code, said } = await check(none);
      assert.equal(code, 1);
      assert.equal(said, 'This is not a whole bundle of evidence.');
    }
  });

  it('is checked by the program as it is started from the command line', () => {
    const file = join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify({ ...whole(), head: '' }));
    const program = fileURLToPath(
      new URL('../../adapters/store/evidenceCommand.ts', import.meta.url),
    );
    const node = ['--import', 'tsx', program, 'check', file];
    const { status, stdout } = spawnSync(process.execPath, node, { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stdout, /^链尾与最后一条记录不符。\n签名无效/);
  });

  it('is checked with a file that is no key: it is not accepted', async () => {
    const [file, keyFile] = [join(folder, 'bundle.json'), join(folder, 'key.pem')];
    writeFileSync(file, JSON.stringify(whole()));
    writeFileSync(keyFile, 'no key');
    const settings = () => assert.fail('a check needs no settings');
    const code = await runEvidence(['check', file, '--key', keyFile], { settings, print() {} });
    assert.equal(code, 1);
  });
});
