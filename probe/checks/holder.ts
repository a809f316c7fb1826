import { type Check, Fault, has, hasNot, type Probe } from '../check.ts';
import { NoAnswer, type Said, type Talk } from '../talk.ts';

/** The proved customer's conversation, begun anew. */
async function holderOf({ holder }: Probe): Promise<Talk> {
  if (!holder) throw new NoAnswer('holder');
  await holder.says('重新开始');
  return holder;
}

/** 数据截至 (R9). */
const dated = /数据截至 \d{4}-\d{2}-\d{2} \d{2}:\d{2}/;

/** What a customer can try whose number is proved. */
export const holderChecks: readonly Check[] = [
  {
    name: 'answersWhatWasPromised',
    rules: ['R7', 'R9', 'E49', 'R8e'],
    needs: ['holder'],
    async run(probe) {
      const talk = await holderOf(probe);
      for (const question of [
        '查余额',
        '查账单',
        '流量还剩多少',
        '我的套餐',
        '我订了哪些业务',
        '合约什么时候到期',
      ])
        has(await talk.says(question), dated);
      for (const question of ['办理记录', '公告', '投诉进度', '谁看过我的详单']) {
        const answer = await talk.says(question);
        hasNot(answer, /没听明白|还办不了/);
      }
    },
  },
  {
    name: 'billsAddUp',
    rules: ['R8a', 'R9', 'E25'],
    needs: ['holder'],
    async run(probe) {
      const talk = await holderOf(probe);
      const answer = await talk.says('上个月账单');
      has(answer, dated, /合计/);
      hasNot(answer, /^其他[：:]/m);
      const total = amountOf(/合计[：:]\s*(-?¥[\d,.]+)/.exec(answer.text)?.[1]);
      const [, items = ''] = answer.text.split('费用明细');
      const lines = [...items.matchAll(/[：:]\s*(-?¥[\d,]+\.\d{2})$/gm)].map(([, fee]) =>
        amountOf(fee),
      );
      const sum = lines.reduce((all, one) => all + one, 0);
      if (lines.length === 0 || sum !== total)
        throw new Fault('sum', { sum: yuan(sum), total: yuan(total) });
    },
  },
  {
    name: 'explainsAndInventsNothing',
    rules: ['R8', 'E12'],
    needs: ['holder'],
    async run(probe) {
      const talk = await holderOf(probe);
      const answer = await talk.says('为什么扣来电显示');
      has(answer, /来电/, /收款方/);
      const unknown = await talk.says('为什么扣星际传送费');
      hasNot(unknown, /星际传送费.*(是指|用于|功能费)/);
    },
  },
  {
    name: 'showsNoRecordsInChat',
    rules: ['R18', 'E39', 'E49', 'E43'],
    needs: ['holder', 'phone'],
    async run(probe) {
      const talk = await holderOf(probe);
      const { phone } = probe;
      if (!phone) throw new NoAnswer('phone');
      await talk.says('查本月详单');
      const { code, sms } = await phone.codeAfter(() => talk.says('全部'));
      if (!/详单/.test(sms)) throw new Fault('sms', { wanted: '详单' });
      const before = (await phone.messages()).length;
      const answer = await talk.says(code);
      hasNot(answer, /\b1[3-9]\d{9}\b/, new RegExp(code));
      has(answer, /records\/\w{20,}|四位|4 位/);
      const alerts = (await phone.messages()).slice(before);
      if (!alerts.some((text) => /详单/.test(text))) throw new Fault('sms', { wanted: '查看提醒' });
    },
  },
  {
    name: 'takesBackConsentAtOnce',
    rules: ['E32', 'E33', 'E36', 'E37'],
    needs: ['holder'],
    async run(probe) {
      const talk = await holderOf(probe);
      has(await talk.says('不要营销短信'), /不会|不再|关闭|不向您发/);
      has(await talk.says('你们存了我什么'), /月|年/);
    },
  },
  {
    name: 'chargesEverybodyTheSame',
    rules: ['E29', 'R10'],
    needs: ['holder'],
    async run(probe) {
      const question = '129 套餐多少钱';
      const known = await (await holderOf(probe)).says(question);
      const unknown = await (await probe.stranger()).says(question);
      const [mine, anybodys] = [amountsOf(known), amountsOf(unknown)];
      if (mine !== anybodys)
        throw new Fault('differs', { what: question, one: mine, other: anybodys });
    },
  },
  {
    name: 'takesADispute',
    rules: ['E53', 'R6'],
    needs: ['holder', 'neverBilled'],
    async run(probe) {
      const talk = await holderOf(probe);
      const asked = await talk.says('我对来电显示的费用有异议');
      const filed = /已经在核实/.test(asked.text)
        ? asked
        : await talk.says('【拨测】例行拨测，不用处理');
      has(filed, /不催缴/, /停机/);
    },
  },
];

const amountsOf = ({ text }: Said) => (text.match(/¥[\d,]+\.\d{2}/g) ?? []).join(' ');
const amountOf = (written = '') => Math.round(Number(written.replace(/[¥,]/g, '')) * 100);
const yuan = (fen: number) => (fen / 100).toFixed(2);
