import assert from 'node:assert/strict';
import type { PanelRefusal } from '../../bots/recordsPanel.ts';
import { panelKeys, someRecords } from '../support/recordsPanel.ts';
import {
  browser,
  codeOf,
  openedRecords,
  press,
  servedRecords,
  session,
} from '../support/servedRecords.ts';

describe('a link to itemised records', () => {
  it('is not used up by looking at it', () =>
    servedRecords(async ({ url, panel }) => {
      for (let look = 0; look < 3; look += 1) {
        const response = await fetch(`${url}/records/${panelKeys.link}`);
        assert.equal(response.status, 200);
        assert.match(await response.text(), /打开详单.*Open my records/);
      }
      assert.deepEqual(panel.asked, []);
    }));

  it('opens in the browser that asked, with a cookie that no script, no other site and no other path gets', () =>
    servedRecords(async ({ url }) => {
      const response = await press(url);
      assert.equal(response.status, 303);
      assert.equal(response.headers.get('location'), '/records');
      assert.equal(
        response.headers.get('set-cookie'),
        `${session}; Path=/records; Max-Age=300; HttpOnly; SameSite=Strict`,
      );
    }));

  it('sets the cookie for https only where customers come over https', () =>
    servedRecords(
      async ({ url }) => {
        const response = await press(url);
        assert.match(response.headers.get('set-cookie') ?? '', /; SameSite=Strict; Secure$/);
      },
      { publicUrl: 'https://chat.example.com' },
    ));

  it('opens with the pairing digits of the chat, however they are typed', () =>
    servedRecords(async ({ url, panel }) => {
      assert.equal((await press(url, 'digits=482', {})).status, 410);
      assert.equal((await press(url, `digits=${encodeURIComponent('４８ ２１')}`, {})).status, 303);
      assert.equal(panel.asked.at(-1), `open ${panelKeys.link} ${panelKeys.digits}`);
    }));

  it('asks for the digits at once only where the browser is none of ours', () =>
    servedRecords(async ({ url }) => {
      const page = async (headers: Record<string, string>) =>
        (await fetch(`${url}/records/${panelKeys.link}`, { headers })).text();
      assert.match(await page({}), /<details open>/);
      assert.match(await page({ cookie: browser }), /<details>/);
    }));

  it('says the same of a used, an unknown, a stolen link and of wrong digits', () =>
    servedRecords(async ({ url, panel }) => {
      const stolen = await press(url, '', { cookie: 'mingbai_browser=another' });
      const noBrowser = await press(url, '', {});
      const wrongDigits = await press(url, 'digits=0000', {});
      const unknown = await fetch(`${url}/records/nothing`, {
        method: 'POST',
        headers: { cookie: browser },
      });
      panel.refuseWith('wrongCode');
      const wrongCode = await press(url);
      panel.refuseWith(undefined);
      assert.equal((await press(url)).status, 303);
      const used = await press(url);
      const answers = [stolen, noBrowser, wrongDigits, unknown, wrongCode, used];
      assert.deepEqual(
        answers.map(({ status }) => status),
        answers.map(() => 410),
      );
      const [text, ...others] = await Promise.all(answers.map((answer) => answer.text()));
      assert.match(text ?? '', /打不开这个页面.*This page does not open/);
      for (const other of others) assert.equal(other, text);
    }));

  it('does not open for a form on another site', () =>
    servedRecords(async ({ url, panel }) => {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
      ]) {
        assert.equal((await press(url, '', { cookie: browser, ...headers })).status, 403);
      }
      assert.deepEqual(panel.asked, []);
    }));

  it('opens for browsers that say only that they come from our page', () =>
    servedRecords(async ({ url }) => {
      // A form of a page without referrer: the origin is null, the site is ours.
      const headers = { cookie: browser, origin: 'null', 'sec-fetch-site': 'same-origin' };
      assert.equal((await press(url, '', headers)).status, 303);
    }));

  it('says that it was tried too often, or that the records cannot be read', () =>
    servedRecords(async ({ url, panel }) => {
      panel.refuseWith('tooMany');
      assert.equal((await press(url)).status, 429);
      panel.refuseWith('unavailable');
      assert.equal((await press(url)).status, 503);
    }));

  it('stops a flood of tries from one address', () =>
    servedRecords(async ({ url, panel }) => {
      const tries = await Promise.all(
        Array.from({ length: 70 }, () => press(url, 'digits=0000', {})),
      );
      const refused = tries.filter(({ status }) => status === 429);
      assert.equal(refused.length, 10);
      assert.equal(panel.asked.length, 60);
    }));
});

describe('the panel of itemised records', () => {
  it('is a page of ours alone: no cache, no referrer, no index, no frame, no script without its nonce', () =>
    openedRecords(async ({ ask }) => {
      const response = await ask('/records');
      assert.equal(response.status, 200);
      const policy = response.headers.get('content-security-policy') ?? '';
      const [, nonce = ''] = /script-src 'nonce-([^']+)';/.exec(policy) ?? [];
      assert.ok(nonce.length > 20);
      assert.equal(
        policy,
        `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      );
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
      assert.match(response.headers.get('x-robots-tag') ?? '', /noindex/);
      const html = await response.text();
      assert.ok(html.includes(`nonce="${nonce}"`.replace(/[+/=]/g, (letter) => letter)));
      assert.doesNotMatch(html, /https?:\/\//);
      assert.doesNotMatch(html, /1390/);
    }));

  it('has neither cache nor index for its data', () =>
    openedRecords(async ({ ask }) => {
      const { headers } = await ask('/records/data');
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.match(headers.get('x-robots-tag') ?? '', /noindex/);
      assert.equal(headers.get('access-control-allow-origin'), null);
    }));

  it('gives the records masked, in the operator’s time, page by page, each once', () =>
    openedRecords(async ({ ask }) => {
      const seen: string[] = [];
      let after = '';
      do {
        const page = (await (
          await ask(`/records/data?month=2026-10${after && `&after=${after}`}`)
        ).json()) as { rows: Array<{ id: string }>; total: number; next?: string };
        assert.equal(page.total, 50);
        seen.push(...page.rows.map(({ id }) => id));
        after = page.next ?? '';
        if (seen.length === 20) {
          assert.deepEqual(page.rows.slice(0, 3), [
            {
              id: 'record-0',
              at: '2026-10-31 10:59:07',
              kind: 'voice',
              otherNumber: '139****0000',
              isMasked: true,
              quantity: { number: '3', unit: 'minute' },
              place: '广东',
              fee: '¥0.00',
            },
            {
              id: 'record-1',
              at: '2026-10-31 10:58:07',
              kind: 'sms',
              otherNumber: '139****0001',
              isMasked: true,
              quantity: { number: '1', unit: 'message' },
              place: '广东',
              fee: '¥0.01',
            },
            {
              id: 'record-2',
              at: '2026-10-30 10:57:07',
              kind: 'data',
              quantity: { number: '1.50', unit: 'MB' },
              place: '广东',
              fee: '¥0.02',
            },
          ]);
        }
      } while (after !== '');
      assert.deepEqual(
        seen,
        someRecords(50).map(({ id }) => id),
      );
    }));

  it('finds a kind and a day, and adds up what it shows when that is all', () =>
    openedRecords(async ({ ask, panel }) => {
      const response = await ask('/records/data?month=2026-10&kind=sms&day=2026-10-31&totals=1');
      const body = (await response.json()) as Record<string, unknown>;
      assert.ok(panel.asked.includes('page {"month":"2026-10","kind":"sms","day":"2026-10-31"}'));
      assert.equal(body.total, 1);
      assert.equal(body.sum, '¥0.01');
      const { kinds, count, fee } = body.totals as Record<string, unknown>;
      const fen = someRecords(50).reduce((sum, record) => sum + record.fee.minorUnits, 0);
      assert.equal(count, 50);
      assert.equal(fee, `¥${(fen / 100).toFixed(2)}`);
      assert.equal((kinds as unknown[]).length, 3);
      const whole = (await (await ask('/records/data?month=2026-10')).json()) as object;
      assert.ok(!('sum' in whole) && !('totals' in whole));
    }));

  it('refuses a month it does not show, a day of another month, a kind there is not', () =>
    openedRecords(async ({ ask, panel }) => {
      for (const query of [
        'month=2026-05',
        'month=2026-10&day=2026-09-30',
        'month=2026-10&day=2026-10-1',
        'month=2026-10&kind=secret',
        `month=2026-10&after=${'x'.repeat(201)}`,
      ]) {
        const response = await ask(`/records/data?${query}`);
        assert.equal(response.status, 400, query);
      }
      assert.ok(!panel.asked.some((question) => question.startsWith('page')));
    }));

  it('reveals one number in full', () =>
    openedRecords(async ({ ask, panel }) => {
      const response = await ask('/records/reveal', { id: 'record-3' });
      assert.deepEqual(await response.json(), { number: '13900100003' });
      assert.equal(panel.asked.at(-1), 'reveal record-3');
    }));

  for (const [path, body] of [
    ['/records/reveal', { id: 'record-3' }],
    ['/records/export-code', {}],
    ['/records/export', { code: panelKeys.code, format: 'csv' }],
    ['/records/close', {}],
  ] as const) {
    it(`takes ${path} from its own page alone`, () =>
      openedRecords(async ({ ask, panel, url }) => {
        const before = panel.asked.length;
        for (const headers of [
          { 'sec-fetch-site': 'cross-site' },
          { 'sec-fetch-site': 'same-site' },
          { origin: 'https://evil.example' },
        ]) {
          const response = await ask(path, body, headers);
          assert.equal(response.status, 403);
          assert.equal(await codeOf(response), 'OriginNotAllowed');
        }
        assert.equal(panel.asked.length, before);
        assert.equal((await ask(path, body, { origin: url })).status, 200);
      }));
  }

  it('reads nothing from a form, which any site could send', () =>
    openedRecords(async ({ ask }) => {
      for (const path of ['/records/reveal', '/records/export']) {
        const headers = { 'content-type': 'text/plain' };
        assert.equal((await ask(path, { id: 'record-3' }, headers)).status, 400);
      }
    }));

  const refusals: ReadonlyArray<[PanelRefusal, number, string]> = [
    ['closed', 410, 'PanelClosed'],
    ['otherBrowser', 410, 'PanelClosed'],
    ['wrongCode', 422, 'WrongCode'],
    ['tooMany', 429, 'TooManyRequests'],
    ['unavailable', 503, 'ServiceUnavailable'],
  ];
  for (const [refusal, status, code] of refusals) {
    it(`answers ${status} to whatever the panel refuses as ${refusal}`, () =>
      openedRecords(async ({ ask, panel }) => {
        panel.refuseWith(refusal);
        for (const answer of [
          await ask('/records/data'),
          await ask('/records/reveal', { id: 'record-3' }),
          await ask('/records/export-code', {}),
          await ask('/records/export', { code: panelKeys.code, format: 'csv' }),
        ]) {
          assert.equal(answer.status, status);
          assert.equal(await codeOf(answer), code);
        }
      }));
  }

  it('is over when its minutes are, and for whoever has no session or a made-up one', () =>
    openedRecords(async ({ ask, later }) => {
      const closed = async (headers?: Record<string, string>) => {
        const page = await ask('/records', undefined, headers);
        assert.equal(page.status, 410);
        assert.match(page.headers.get('set-cookie') ?? '', /mingbai_records=; .*Max-Age=0/);
        assert.equal((await ask('/records/data', undefined, headers)).status, 410);
        return page.text();
      };
      const without = await closed({ cookie: browser });
      assert.equal(await closed({ cookie: 'mingbai_records=made-up' }), without);
      later(300_000);
      assert.equal(await closed(), without);
    }));

  it('closes at once when asked to', () =>
    openedRecords(async ({ ask }) => {
      const response = await ask('/records/close', {});
      assert.match(response.headers.get('set-cookie') ?? '', /mingbai_records=; .*Max-Age=0/);
      assert.equal((await ask('/records/data')).status, 410);
    }));

  it('writes no number, link, session or code into a log or a metric', () =>
    openedRecords(async ({ ask, url, panel, logged }) => {
      await ask('/records/data?month=2026-10&day=2026-10-31');
      await ask('/records/reveal', { id: 'record-3' });
      panel.breakAfterFirstBatch(new Error('13900100003 is broken'));
      await ask('/records/export', { code: panelKeys.code, format: 'csv' })
        .then((response) => response.text())
        .catch(() => {});
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const written = `${logged.join('\n')}\n${metrics}`;
      assert.ok(logged.length > 0);
      for (const secret of ['139001', '138****', panelKeys.link, panelKeys.session, 'record-3']) {
        assert.ok(!written.includes(secret), secret);
      }
      assert.ok(!written.includes(panelKeys.code) && !written.includes(panelKeys.browser));
    }));
});
