import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import fc from 'fast-check';
import {
  renderAsText,
  rendererFor,
  renderForBotFramework,
  renderForWeb,
} from '../../channels/render.ts';
import type { View } from '../../ports/view.ts';

const bill: View = {
  title: '2026年10月账单（138****8001）',
  text: '这是 138****8001 和 139****9002 的合并账单。\n金额均为含税价。',
  sections: [
    {
      rows: [
        { term: '账期', value: '2026-10-01 至 2026-10-31' },
        { term: '合计', value: '¥1,234.50', emphasis: true, note: '含税。' },
      ],
    },
    {
      heading: '费用明细',
      table: {
        columns: ['项目', '金额', '说明'],
        rows: [
          ['5G 畅享 129', '¥129.00', '每月 1 日收取，包含 30 GB 国内通用流量和 500 分钟国内通话'],
          ['彩铃_*特惠*', '¥6.00', '[按月]'],
        ],
      },
      notes: ['1. 金额为含税价。'],
    },
  ],
  notes: ['各项相加等于合计。'],
  asOf: '数据截至 2026-11-24 10:00',
  choices: [
    { label: '上个月', message: '上个月的账单', number: 1 },
    { label: '转人工', message: '转人工', number: 2 },
  ],
  language: 'zh-CN',
};

const offer: View = {
  title: '变更套餐',
  text: '请先看清下面的内容。',
  sections: [{ rows: [{ term: '月费', value: '¥99.00', emphasis: true }] }],
  details: {
    label: '全部条款',
    sections: [{ heading: '其他', rows: [{ term: '合约期', value: '无合约期' }] }],
  },
  notes: ['同意的话，请点按钮，或原样回复“确认办理”。'],
  choices: [
    { label: '确认办理', message: '确认办理', token: 'token-of-this-card' },
    { label: '不办了', message: '不办了' },
  ],
  expiresAt: '2026-11-24T02:10:00.000Z',
  language: 'zh-CN',
};

const plain: View = { text: '您好，我是 **明白**。', language: 'zh-CN' };

interface Card {
  readonly version: string;
  readonly lang: string;
  readonly speak: string;
  readonly fallbackText: string;
  readonly body: CardElement[];
}

interface CardElement {
  readonly type: string;
  readonly text?: string;
  readonly style?: string;
  readonly wrap?: boolean;
  readonly color?: string;
  readonly items?: CardElement[];
  readonly columns?: CardElement[];
  readonly actions?: CardAction[];
}

interface CardAction {
  readonly type: string;
  readonly title: string;
  readonly url?: string;
  readonly data?: { readonly token?: string; readonly text?: string; readonly msteams?: unknown };
  readonly card?: { readonly body: CardElement[] };
}

function cardOf({ attachments }: Partial<Activity>): Card {
  assert.equal(attachments?.length, 1);
  assert.equal(attachments[0]?.contentType, 'application/vnd.microsoft.card.adaptive');
  return attachments[0]?.content as Card;
}

function blocksOf(elements: readonly CardElement[]): CardElement[] {
  return elements.flatMap((element) => [
    ...(element.type === 'TextBlock' ? [element] : []),
    ...blocksOf(element.items ?? []),
    ...blocksOf(element.columns ?? []),
    ...(element.actions ?? []).flatMap(({ title, card }) =>
      card ? [{ type: 'Title', text: title }, ...blocksOf(card.body)] : [],
    ),
  ]);
}

/** What a card shows, in reading order: Markdown's escapes gone, as a client draws it. */
function shownIn(card: Card): string[] {
  return blocksOf(card.body).map(({ type, text = '' }) =>
    type === 'TextBlock' ? text.replace(/\\([\\`*_[\]<>~#|.+-])/g, '$1') : text,
  );
}

/** Everything a view says, in order. */
function saidBy({ title, text, sections = [], details, notes = [], asOf }: View): string[] {
  const saidIn = (parts: NonNullable<View['sections']>) =>
    parts.flatMap(({ heading, rows = [], table, notes: own = [] }) => [
      heading,
      ...rows.flatMap(({ term, value, note }) => [term, value, note]),
      ...(table?.rows ?? []).flatMap((cells) =>
        cells.flatMap((cell, index) => [table?.columns[index], cell]),
      ),
      ...own,
    ]);
  const parts = [
    title,
    ...(text?.split('\n') ?? []),
    ...saidIn(sections),
    details?.label,
    ...saidIn(details?.sections ?? []),
    ...notes,
    asOf,
  ];
  return parts.filter((part): part is string => part !== undefined && part !== '');
}

/** Whether the parts stand in the text one after the other. */
function assertInOrder(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    assert.ok(at >= 0, `“${part}” is missing after ${from} in:\n${text}`);
    from = at + part.length;
  }
}

const words = fc.string({ minLength: 1, maxLength: 40 }).map((text) => `<${text.trim()}>`);
const anySections = fc.array(
  fc.record({
    heading: words,
    rows: fc.array(fc.record({ term: words, value: words, note: words, emphasis: fc.boolean() })),
    table: fc.record({
      columns: fc.tuple(words, words, words),
      rows: fc.array(fc.tuple(words, words, words)),
    }),
    notes: fc.array(words),
  }),
  { maxLength: 3 },
);
const anyView: fc.Arbitrary<View> = fc.record({
  title: words,
  sections: anySections,
  details: fc.record({ label: words, sections: anySections }),
  notes: fc.array(words),
  asOf: words,
  language: fc.constantFrom('zh-CN' as const, 'en' as const),
});

describe('a view', () => {
  it('says the same terms, values and periods as a card and as text (INV-10)', () => {
    for (const view of [bill, offer]) {
      assert.deepEqual(shownIn(cardOf(renderForWeb(view))), saidBy(view));
      assertInOrder(renderAsText(view), saidBy(view));
    }
  });

  it('does so whatever it says', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        assert.deepEqual(shownIn(cardOf(renderForWeb(view))), saidBy(view));
        assertInOrder(renderAsText(view), saidBy(view));
      }),
    );
  });
});

describe('a view on the web', () => {
  it('that is only sentences is a plain message', () => {
    assert.deepEqual(renderForWeb(plain), {
      type: 'message',
      locale: 'zh-CN',
      text: '您好，我是 **明白**。',
      textFormat: 'plain',
    });
  });

  it('with rows is one card, not also a text: Web Chat would show everything twice', () => {
    const activity = renderForWeb(bill);
    assert.equal(activity.text, undefined);
    const card = cardOf(activity);
    assert.equal(card.version, '1.5');
    assert.equal(card.lang, 'zh-CN');
    assert.equal(activity.locale, 'zh-CN');
  });

  it('brings its text along for screen readers and for clients without cards', () => {
    const activity = renderForWeb(bill);
    const { speak, fallbackText } = cardOf(activity);
    assert.equal(speak, renderAsText(bill));
    assert.equal(fallbackText, speak);
    assert.equal(activity.summary, speak);
  });

  it('offers its choices as buttons that say their words', () => {
    assert.deepEqual(renderForWeb(bill).suggestedActions, {
      to: [],
      actions: [
        { type: 'imBack', title: '上个月', value: '上个月的账单' },
        { type: 'imBack', title: '转人工', value: '转人工' },
      ],
    });
  });

  it('shows a masked number as it is: its stars are no emphasis', () => {
    const texts = blocksOf(cardOf(renderForWeb(bill)).body).map(({ text }) => text ?? '');
    assert.ok(texts.some((text) => text.includes('138\\*\\*\\*\\*8001 和 139')));
    assert.ok(texts.some((text) => text.startsWith('1\\. ')));
  });

  it('has headings for screen readers, wraps every line and says nothing by colour', () => {
    const blocks = blocksOf(cardOf(renderForWeb(bill)).body);
    const headings = blocks.filter(({ style }) => style === 'heading').map(({ text }) => text);
    assert.equal(headings.length, 2);
    assert.equal(headings[1], '费用明细');
    assert.ok(blocks.every(({ wrap, color }) => wrap === true && color === undefined));
  });

  it('puts at most two columns side by side, and a long value under its term', () => {
    const { body } = cardOf(renderForWeb(bill));
    const sets = (elements: readonly CardElement[]): CardElement[] =>
      elements.flatMap((element) => [
        ...(element.type === 'ColumnSet' ? [element] : []),
        ...sets(element.items ?? []),
      ]);
    assert.ok(sets(body).every(({ columns }) => columns?.length === 2));
    const beside = sets(body).flatMap(({ columns = [] }) => blocksOf(columns));
    const texts = beside.map(({ text }) => text);
    assert.ok(texts.includes('¥1,234.50'));
    assert.ok(!texts.some((text) => text?.startsWith('每月 1 日收取')));
  });
});

/** The rows of buttons on a card, one after the other. */
function buttonRows(view: View): Array<CardAction[]> {
  return cardOf(renderForWeb(view)).body.flatMap(({ actions }) => (actions ? [actions] : []));
}

describe('a view that can be confirmed', () => {
  it('has yes and no in one row on the card, alike, and none elsewhere (R23)', () => {
    const [yes, no, ...more] = buttonRows(offer).at(-1) ?? [];
    assert.deepEqual([yes?.title, no?.title, more.length], ['确认办理', '不办了', 0]);
    assert.deepEqual(Object.keys(yes ?? {}), Object.keys(no ?? {}));
    assert.equal(renderForWeb(offer).suggestedActions, undefined);
  });

  it('gives the confirming button the token of its card, and its words for every client', () => {
    const [yes, no] = buttonRows(offer).at(-1) ?? [];
    assert.deepEqual(yes?.data, {
      token: 'token-of-this-card',
      text: '确认办理',
      msteams: { type: 'messageBack', displayText: '确认办理', text: '确认办理' },
    });
    assert.equal(no?.data?.token, undefined);
    assert.equal(no?.data?.text, '不办了');
  });

  it('keeps its buttons on a card even when it is only a sentence', () => {
    const { title, sections, details, ...sentence } = offer;
    assert.equal(buttonRows(sentence).length, 1);
    assert.deepEqual(shownIn(cardOf(renderForWeb(sentence))), saidBy(sentence));
  });

  it('has its details one tap away, and all of them in the text', () => {
    const [details, ...more] = buttonRows(offer)[0] ?? [];
    assert.equal(more.length, 0);
    assert.equal(details?.type, 'Action.ShowCard');
    assert.equal(details?.title, '全部条款');
    const { speak, fallbackText } = cardOf(renderForWeb(offer));
    assert.match(
      fallbackText,
      /^月费：¥99.00\n【全部条款】\n【其他】\n合约期：无合约期\n同意的话/m,
    );
    assert.ok(!speak.includes('合约期'), 'nobody has to hear everything before the buttons');
  });

  it('says until when, for pages that count down', () => {
    assert.deepEqual(renderForWeb(offer).channelData, { expiresAt: offer.expiresAt });
    assert.equal(renderForWeb(bill).channelData, undefined);
  });

  it('cannot be confirmed by a number where there are no buttons (§4.2)', () => {
    const text = renderAsText(offer, { withChoices: true });
    assert.ok(text.endsWith('\n同意的话，请点按钮，或原样回复“确认办理”。\n· 不办了'));
    assert.doesNotMatch(text, /^\d+\. /m);
  });
});

describe('a view with a link', () => {
  const link = { label: '打开我的协议', url: 'https://mingbai.example/agreements/secret' };
  const view: View = { text: '协议在这里。', link, language: 'zh-CN' };

  it('opens it with a button on a card', () => {
    assert.deepEqual(buttonRows(view), [
      [{ type: 'Action.OpenUrl', title: link.label, url: link.url }],
    ]);
  });

  it('writes it out in text', () => {
    assert.equal(renderAsText(view), `协议在这里。\n${link.label}：${link.url}`);
  });
});

describe('a view as text', () => {
  it('is written as people write it in each language', () => {
    assert.match(renderAsText(bill), /^合计：¥1,234.50$/m);
    assert.match(renderAsText(bill), /^【费用明细】$/m);
    const english: View = {
      sections: [{ heading: 'Charges', rows: [{ term: 'Total', value: '¥5.00' }] }],
      language: 'en',
    };
    assert.equal(renderAsText(english), '[Charges]\nTotal: ¥5.00');
  });

  it('numbers its choices where there are no buttons', () => {
    assert.ok(renderAsText(bill, { withChoices: true }).endsWith('\n1. 上个月\n2. 转人工'));
    assert.ok(!renderAsText(bill).includes('上个月'));
  });

  it('names the column of every cell, so that it makes sense read aloud', () => {
    assert.ok(renderAsText(bill).includes('项目：5G 畅享 129\n  金额：¥129.00\n  说明：每月'));
  });
});

describe('a view on the channels of the Bot Framework', () => {
  it('is a card with buttons where cards are drawn, and numbered text elsewhere', () => {
    assert.deepEqual(renderForBotFramework('msteams')(bill), renderForWeb(bill));
    assert.deepEqual(renderForBotFramework('sms')(bill), {
      type: 'message',
      locale: 'zh-CN',
      text: renderAsText(bill, { withChoices: true }),
      textFormat: 'plain',
    });
  });
});

describe('what an agent says', () => {
  for (const channelId of ['directline', 'msteams', 'sms', 'wechat', 'wecom']) {
    it(`is an agent's in the record on ${channelId}`, () => {
      const speaker = { kind: 'agent', label: '【人工客服 小王】' } as const;
      const render = rendererFor(channelId);
      const { from } = render({ language: 'zh-CN', text: '您好', speaker });
      assert.deepEqual(from, { id: 'agent', name: speaker.label, role: 'bot' });
      assert.equal(render({ language: 'zh-CN', text: '您好' }).from, undefined);
    });
  }
});
