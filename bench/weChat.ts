import { demoAccount } from '../sandbox/weChat/addWeChat.ts';
import { accountId, type Envelope, readAnswer, seal } from '../sandbox/weChat/envelope.ts';
import { type Fields, textAt } from '../sandbox/weChat/xml.ts';
import { measure } from './load.ts';
import type { ServerProcess } from './processes.ts';
import { type Row, tableOf } from './report.ts';
import type { Reply, Talker } from './talkers.ts';

/** The settings of a bot that answers for the sandbox's own account. */
export const weChatSettings = (sandboxUrl: string) => ({
  WECHAT_APP_ID: demoAccount.appId,
  WECHAT_APP_SECRET: demoAccount.secret,
  WECHAT_TOKEN: demoAccount.token,
  WECHAT_AES_KEY: demoAccount.aesKey,
  WECHAT_API_URL: sandboxUrl,
});

/** The two servers, and how long each is measured. */
export interface WeChatBench {
  readonly bot: ServerProcess;
  readonly echo: ServerProcess;
  readonly sandboxUrl: string;
  readonly measuredMs: number;
}

const question = '查余额';
const answered = /话费余额/;
/** As many customers as there are numbers: each proves one. */
const customers = 9;
const warmUpMs = 4000;

/** Pushes per second and the time to the passive reply, beside the EchoBot behind XML that is not encrypted. */
export async function measureWeChat(parts: WeChatBench): Promise<string> {
  const { bot, echo, sandboxUrl, measuredMs } = parts;
  const numbers = Array.from({ length: customers }, (_, place) => `1380013800${place + 1}`);
  const bound = await Promise.all(numbers.map((number) => bind(bot.url, sandboxUrl, number)));
  const echoed = numbers.map((number) => talkerOf(echo.url, `o-${number}`, 'plain', /./));
  const rows: Row[] = [];
  for (const [server, process, talkers] of [
    ['bot', bot, bound],
    ['EchoBot', echo, echoed],
  ] as const) {
    let next = 0;
    const open = async (): Promise<Talker> => {
      next += 1;
      const talker = talkers[next % talkers.length];
      if (!talker) throw new Error('nobody talks');
      return talker;
    };
    await measure(open, { conversations: customers, measuredMs: warmUpMs });
    const before = process.cpuSeconds() ?? Number.NaN;
    const measured = await measure(open, { conversations: customers, measuredMs });
    const cpuSeconds = (process.cpuSeconds() ?? Number.NaN) - before;
    const memoryMegabytes = process.memoryMegabytes();
    rows.push({ server, conversations: customers, cpuSeconds, memoryMegabytes, ...measured });
  }
  return `WeChat pushes, each until its passive reply\n${tableOf(rows)}\n\n${ratioOf(rows)}`;
}

function ratioOf([bot, echo]: readonly Row[]): string {
  if (!bot || !echo) return '';
  const ratio = (part: number, whole: number) => (part / whole).toFixed(2);
  return `pushes/s bot/EchoBot ${ratio(bot.turnsPerSecond, echo.turnsPerSecond)}, passive reply p50 bot/EchoBot ${ratio(bot.p50Ms, echo.p50Ms)}`;
}

let pushed = 0;

/** Pushes from one customer; the reply must be theirs, signed and sealed as the mode wants it. */
function pusherOf(url: string, openId: string, mode: 'plain' | 'safe') {
  return async (fields: Fields): Promise<string> => {
    pushed += 1;
    const seconds = Math.floor(Date.now() / 1000);
    const common = { ToUserName: accountId, FromUserName: openId, CreateTime: seconds };
    const MsgId = BigInt(Date.now()) * 100_000n + BigInt(pushed);
    const { query, body }: Envelope = seal(
      { ...common, ...fields, MsgId },
      mode,
      demoAccount,
      seconds,
    );
    const response = await fetch(`${url}/channels/wechat?${query}`, { method: 'POST', body });
    const answer = readAnswer(await response.text(), openId, mode, demoAccount);
    if (answer.kind === 'malformed') throw new Error(answer.why);
    return answer.kind === 'replied' ? textAt(answer.message, 'Content') : '';
  };
}

function talkerOf(url: string, openId: string, mode: 'plain' | 'safe', form: RegExp): Talker {
  const push = pusherOf(url, openId, mode);
  return {
    async ask(): Promise<Reply> {
      const text = await push({ MsgType: 'text', Content: question });
      if (!form.test(text)) throw new Error(`not the answer: ${text}`);
      return { type: 'message', text };
    },
    close() {},
  };
}

/** Follows and proves a number by the code on its phone. */
async function bind(url: string, sandboxUrl: string, number: string): Promise<Talker> {
  const openId = `o-${number}`;
  const push = pusherOf(url, openId, 'safe');
  await push({ MsgType: 'event', Event: 'subscribe', EventKey: '' });
  for (const Content of [question, number]) await push({ MsgType: 'text', Content });
  for (;;) {
    const response = await fetch(`${sandboxUrl}/phone/${number}/messages`);
    const messages = (await response.json()) as Array<{ text: string }>;
    const [, code] = /#(\d{6})$/.exec(messages.at(-1)?.text ?? '') ?? [];
    if (code) {
      await push({ MsgType: 'text', Content: code });
      return talkerOf(url, openId, 'safe', answered);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
