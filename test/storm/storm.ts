import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { demoAccount } from '../../sandbox/weChat/addWeChat.ts';
import type { Shown } from '../../sandbox/weChat/users.ts';
import { addressIn, startServerProcess } from '../support/serverProcess.ts';
import { setPlatform, type WeChatPhone, weChatPhone } from '../support/weChatPhone.ts';

/** How hard it storms. */
export interface StormOptions {
  readonly databaseUrl: string;
  readonly messages: number;
  /** Each push is made so many times at once, to the processes in turn. */
  readonly copies: number;
  readonly processes: number;
  /** Each call of the operator's takes anything from nothing to this. */
  readonly longestDelayMs: number;
  /** So many customers, each of whom waits for an answer before the next message. */
  readonly customers: number;
}

/** What came of it. */
export interface StormReport {
  readonly messages: number;
  readonly pushes: number;
  /** Customers' questions that the operator was asked: one for each message, if each is processed once. */
  readonly operatorCalls: number;
  readonly answeredOnce: number;
  readonly answeredAgain: number;
  readonly lost: number;
  /** HTTP answers that are no 200. */
  readonly refused: number;
  /** Times WeChat told a customer that the service has a fault. */
  readonly faults: number;
  /** Within the push, or by a message of the account's own. */
  readonly passive: number;
  readonly byMessage: number;
  readonly seconds: number;
}

const question = '查余额';
const answer = /话费余额/;
const balances = '/tmf-api/prepayBalanceManagement';
/** The demo customers' numbers: five codes an hour for each. */
const numbers = Array.from({ length: 9 }, (_, place) => `1380013800${place + 1}`);
/** Longer than the longest delay and everything after it. */
const patienceMs = 90_000;

/** Has customers ask while every push comes several times, to several processes on one database. */
export async function storm(options: StormOptions): Promise<StormReport> {
  const { databaseUrl, processes, messages, copies } = options;
  const sandbox = await startSandbox({ port: 0, clock: () => new Date() });
  const folder = mkdtempSync(join(tmpdir(), 'storm-'));
  const env = {
    DATABASE_URL: databaseUrl,
    DATA_FOLDER: folder,
    SANDBOX: 'none',
    CARRIER_URL: sandbox.url,
    CARRIER_TIMEOUT_MS: '30000',
    WECHAT_APP_ID: demoAccount.appId,
    WECHAT_APP_SECRET: demoAccount.secret,
    WECHAT_TOKEN: demoAccount.token,
    WECHAT_AES_KEY: demoAccount.aesKey,
    WECHAT_API_URL: sandbox.url,
    LOG_LEVEL: 'error',
    POSTS_PER_MINUTE: '1000000',
    PORT: '0',
  };
  const servers = [];
  try {
    // One after the other: the first makes the keys and the tables that all share.
    const callbackUrls: string[] = [];
    for (let started = 0; started < processes; started += 1) {
      const server = startServerProcess({ env });
      servers.push(server);
      callbackUrls.push(`${addressIn(await server.started)}/channels/wechat`);
    }
    await setPlatform(sandbox.url, { callbackUrls });
    const phones = await bind(sandbox, options.customers);
    await delayCalls(sandbox, messages, options.longestDelayMs);
    const shares = sharesOf(messages, phones.length);
    const startedMs = performance.now();
    const told = await Promise.all(
      phones.map((phone, place) => askAll(phone, shares[place] ?? 0, copies)),
    );
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const sum = (name: keyof Tally) => told.reduce((total, each) => total + each[name], 0);
    return {
      messages,
      pushes: sum('pushes'),
      operatorCalls: messages - (await delaysLeft(sandbox)),
      answeredOnce: messages - sum('lost') - sum('answeredAgain'),
      answeredAgain: sum('answeredAgain'),
      lost: sum('lost'),
      refused: sum('refused'),
      faults: sum('faults'),
      passive: sum('passive'),
      byMessage: sum('byMessage'),
      seconds,
    };
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Customers who follow and have proved a number. */
async function bind({ url }: Sandbox, count: number): Promise<WeChatPhone[]> {
  const ofNumber = async (number: string, places: readonly number[]) => {
    const phones: WeChatPhone[] = [];
    for (const place of places) {
      const phone = await weChatPhone(url, `o-storm-${place}`);
      await phone.does({ type: 'follow' });
      const before = await codeOf(url, number);
      for (const text of [question, number]) await phone.does({ type: 'text', text });
      const code = await differing(() => codeOf(url, number), before);
      await phone.does({ type: 'text', text: code });
      await shows(phone, 0);
      phones.push(phone);
    }
    return phones;
  };
  const places = Array.from({ length: count }, (_, place) => place);
  const bound = await Promise.all(
    numbers.map((number, at) =>
      ofNumber(
        number,
        places.filter((place) => place % numbers.length === at),
      ),
    ),
  );
  return bound.flat();
}

async function codeOf(url: string, number: string): Promise<string> {
  const messages = (await (await fetch(`${url}/phone/${number}/messages`)).json()) as Array<{
    text: string;
  }>;
  return messages.flatMap(({ text }) => /#(\d{6})$/.exec(text)?.[1] ?? []).at(-1) ?? '';
}

async function differing(ask: () => Promise<string>, before: string): Promise<string> {
  for (;;) {
    const found = await ask();
    if (found !== before) return found;
    await wait(20);
  }
}

async function delayCalls({ url }: Sandbox, count: number, longestMs: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    const delayMs = 1 + Math.floor(Math.random() * longestMs);
    await fetch(`${url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'delay', delayMs, path: balances, times: 1 }),
    });
  }
}

async function delaysLeft({ url }: Sandbox): Promise<number> {
  return ((await (await fetch(`${url}/sandbox/faults`)).json()) as unknown[]).length;
}

interface Tally {
  pushes: number;
  answeredAgain: number;
  lost: number;
  refused: number;
  faults: number;
  passive: number;
  byMessage: number;
}

/** One customer's questions, one after the other; at the end everything that came is counted. */
async function askAll(phone: WeChatPhone, count: number, copies: number): Promise<Tally> {
  const tally = {
    pushes: 0,
    answeredAgain: 0,
    lost: 0,
    refused: 0,
    faults: 0,
    passive: 0,
    byMessage: 0,
  };
  for (let asked = 0; asked < count; asked += 1) {
    const before = (await phone.screen()).length;
    const { tries } = await phone.does({ type: 'text', text: question }, copies);
    tally.pushes += tries.length;
    tally.refused += tries.filter(({ status = 200 }) => status !== 200).length;
    const found = await shows(phone, before);
    if (!found) tally.lost += 1;
    else tally[found.via === 'passiveReply' ? 'passive' : 'byMessage'] += 1;
  }
  // Whatever were sent again would be here by now: a repeated answer leaves within seconds.
  await wait(count > 0 ? 6000 : 0);
  const shown = await phone.screen();
  const answers = shown.filter(({ text }) => answer.test(text)).length - 1;
  tally.answeredAgain = Math.max(0, answers - (count - tally.lost));
  tally.faults = shown.filter(({ kind }) => kind === 'fault').length;
  return tally;
}

/** The answer that came after a place on the screen; undefined when none came. */
async function shows(phone: WeChatPhone, after: number): Promise<Shown | undefined> {
  const endsAt = performance.now() + patienceMs;
  while (performance.now() < endsAt) {
    const found = (await phone.screen()).slice(after).find(({ text }) => answer.test(text));
    if (found) return found;
    await wait(100);
  }
  return undefined;
}

const sharesOf = (whole: number, parts: number) =>
  Array.from({ length: parts }, (_, place) => Math.floor((whole + place) / parts));
