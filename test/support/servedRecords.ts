import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import { addPages } from '../../channels/pages.ts';
import { addRecords } from '../../channels/records.ts';
import { createServer, listen } from '../../channels/server.ts';
import type { UsageRecord } from '../../ports/carrier.ts';
import { openAssets } from '../../web/assets.ts';
import { createFakePanel, type FakePanel, panelKeys, someRecords } from './recordsPanel.ts';

/** The panel's pages on a server, with a panel of the tests behind them. */
export interface Served {
  readonly url: string;
  readonly panel: FakePanel;
  readonly logged: string[];
  /** A request as the panel's own page makes it. */
  ask(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  later(ms: number): void;
}

/** Cookies of the open panel and of the browser that may open it. */
export const session = `mingbai_records=${panelKeys.session}`;
export const browser = `mingbai_browser=${panelKeys.browser}`;

/** Serves them for one test, at ten o'clock on 24 November 2026; the panel was opened for October. */
export async function servedRecords(
  test: (served: Served) => Promise<void>,
  {
    records = someRecords(50),
    publicUrl,
    pages = false,
  }: { records?: UsageRecord[]; publicUrl?: string; pages?: boolean } = {},
): Promise<void> {
  const logged: string[] = [];
  const write = (event: string, facts?: unknown) => logged.push(JSON.stringify({ event, facts }));
  const log = { info: write, warn: write, error: write };
  let now = new Date('2026-11-24T10:00:00+08:00').getTime();
  const clock = () => new Date(now);
  const panel = createFakePanel(records, clock);
  const server = createServer({ log, registry: new Registry(), checks: {}, publicUrl });
  const operatorName = { 'zh-CN': '示例电信', en: 'Example Telecom' };
  const hotline = '10000';
  const assets = pages ? openAssets() : undefined;
  if (assets) addPages(server, { operatorName, hotline, widgetOrigins: [] }, assets);
  addRecords(server, {
    panel,
    operatorName,
    hotline,
    timeZone: 'Asia/Shanghai',
    assets: `/assets/${assets?.version ?? 1}`,
    clock,
    log,
    publicUrl,
    trustProxy: false,
  });
  const listening = await listen(server, 0, '127.0.0.1');
  const url = `http://127.0.0.1:${listening.port}`;
  try {
    await test({
      url,
      panel,
      logged,
      ask: (path, body, headers = {}) =>
        fetch(`${url}${path}`, {
          redirect: 'manual',
          headers: { cookie: session, 'content-type': 'application/json', ...headers },
          ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        }),
      later: (ms) => {
        now += ms;
      },
    });
  } finally {
    await listening.close();
  }
}

/** Presses the button of a link's page. */
export const press = (
  url: string,
  form = '',
  headers: Record<string, string> = { cookie: browser },
) =>
  fetch(`${url}/records/${panelKeys.link}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: form,
  });

/** The code of a refusal. */
export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

/** The same with the panel open. */
export function openedRecords(
  test: (served: Served) => Promise<void>,
  records?: UsageRecord[],
): Promise<void> {
  return servedRecords(
    async (served) => {
      assert.equal((await press(served.url)).status, 303);
      await test(served);
    },
    { ...(records && { records }) },
  );
}
