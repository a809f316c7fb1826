import type { Store } from '../../ports/store.ts';
import type { View } from '../../ports/view.ts';
import type { OperatorOnStage } from './operator.ts';
import type { Service } from './service.ts';
import type { chanceOf } from './stage.ts';
import type { Button, LinkKind, Step, Story } from './steps.ts';

/** Something a customer typed or tapped, as it left their device. */
export interface Said {
  readonly conversationId: string;
  readonly activityId: string;
  readonly text: string;
  readonly token?: string;
}

/** An SMS that a phone sent to the bot. */
export interface Texted {
  readonly from: string;
  readonly text: string;
}

/** A link to itemised records that somebody pressed. */
export interface Opened {
  readonly secret: string;
  /** The conversation whose browser it was pressed in. */
  readonly conversationId: string;
  readonly atMs: number;
  readonly isOpen: boolean;
}

/** One conversation, as its customer sees it. */
export interface Tab {
  readonly id: string;
  read: number;
  /** The confirming buttons it has shown, the newest last. */
  readonly tokens: string[];
  /** Secrets of the links to records it has shown, the newest last. */
  readonly links: string[];
  awaits: 'wish' | 'confirmation' | 'code' | 'choice';
  choices: readonly string[];
}

/** What a customer does it with. */
export interface CustomerParts {
  readonly story: Story;
  readonly service: Service;
  readonly store: Store;
  readonly operator: OperatorOnStage;
  readonly chance: ReturnType<typeof chanceOf>;
  readonly now: () => Date;
}

export const userId = 'customer';
const codePattern = /#(\d{6})$/;
const shortCodePattern = /[YN](\d{4})/;
/** Where records can be opened; the secret is the last part. */
export const recordsLink = /\/records\/([0-9a-f]{64})$/;
const strangersNumber = '13800138099';

/** A customer with a phone and a chat open in two tabs. */
export function createCustomer({ story, service, store, operator, chance, now }: CustomerParts) {
  const said: Said[] = [];
  const sent: Array<{ key: string; tab: Tab; text: string; token?: string }> = [];
  const texted: Texted[] = [];
  const opened: Opened[] = [];
  const newTab = (): Tab => ({
    id: `talk-${chance.newId()}`,
    read: 0,
    tokens: [],
    links: [],
    awaits: 'wish',
    choices: [],
  });
  const tabs: readonly [Tab, Tab] = [newTab(), newTab()];

  async function send(tab: Tab, key: string, text: string, token?: string): Promise<void> {
    const { activityId, duplicate } = await service.receive({
      conversationId: tab.id,
      channelId: 'test',
      userId,
      key,
      activity: { type: 'message', text, ...(token && { value: { token } }) },
      address: tab.id,
      browser: browserOf(tab),
    });
    if (!duplicate)
      said.push({ conversationId: tab.id, activityId, text, ...(token && { token }) });
  }

  async function says(tab: Tab, text: string, token?: string): Promise<void> {
    const key = chance.newId();
    sent.push({ key, tab, text, ...(token && { token }) });
    await send(tab, key, text, token);
  }

  async function onPhone(pattern: RegExp): Promise<string[]> {
    const messages = await operator.messages(story.phoneNumber);
    return messages.flatMap(({ text }) => pattern.exec(text)?.[1] ?? []);
  }

  async function enters(tab: Tab, which: 'right' | 'wrong' | 'old', words = '#'): Promise<void> {
    const codes = await onPhone(codePattern);
    const code = which === 'old' ? codes.at(-2) : codes.at(-1);
    const typed = which === 'wrong' ? chance.randomDigits(6) : (code ?? '123456');
    await says(tab, words.replace('#', typed));
  }

  return {
    said,
    texted,
    opened,
    tabs,
    says,
    enters,
    /** Reads what the bot has shown since. */
    async reads(): Promise<void> {
      for (const tab of tabs) {
        for (const { sequence, activity } of await store.activities(tab.id, tab.read, 1000)) {
          tab.read = sequence;
          const { view } = (activity.channelData ?? {}) as { view?: View };
          if (view) look(tab, view);
        }
      }
    },
    /** Does what the bot asks for; otherwise wishes for something. */
    async proceeds(tab: Tab, wish: string): Promise<void> {
      if (tab.awaits === 'code') return enters(tab, 'right');
      const token = tab.tokens.at(-1);
      const [choice] = tab.choices;
      if (tab.awaits === 'confirmation' && token) return says(tab, choice ?? '', token);
      const isAsked = tab.awaits === 'choice' && wish.length < 6 && choice !== undefined;
      await says(tab, isAsked ? choice : wish);
    },
    async taps(tab: Tab, button: Button): Promise<void> {
      const other = tabs.find((each) => each !== tab);
      const token = {
        live: tab.tokens.at(-1),
        old: tab.tokens.at(-2) ?? tab.tokens[0],
        otherTabs: other?.tokens.at(-1),
        forged: chance.newId(),
        no: undefined,
      }[button];
      await says(tab, button === 'no' ? '不办了' : '确认办理', token);
    },
    /** Presses a link to records and reads what it opens. */
    async opens(tab: Tab, link: LinkKind): Promise<void> {
      const other = tabs.find((each) => each !== tab) ?? tab;
      const known = link === 'old' ? tab.links.at(-2) : tab.links.at(-1);
      const secret = link === 'forged' ? chance.newId() : known;
      if (secret === undefined) return;
      const here = link === 'otherBrowser' ? other : tab;
      const panel = service.panel();
      const answer = await panel.open(secret, browserOf(here));
      const isOpen = typeof answer === 'object';
      opened.push({ secret, conversationId: here.id, atMs: now().getTime(), isOpen });
      if (isOpen) await panel.page(answer.session, {});
    },
    /** Something sent before arrives once more, under its own key. */
    async repeats(back: number): Promise<void> {
      const message = sent.at(-1 - back);
      if (message) await send(message.tab, message.key, message.text, message.token);
    },
    /** Answers by SMS; gateways deliver twice. */
    async texts({ answer, isOld, from }: Step & { kind: 'texts' }): Promise<void> {
      const shortCodes = await onPhone(shortCodePattern);
      const reply = {
        id: chance.newId(),
        from: from === 'own' ? story.phoneNumber : strangersNumber,
        text: `${answer}${shortCodes.at(isOld ? -3 : -1) ?? '0000'}`,
      };
      texted.push(reply);
      await service.hearSms(reply);
      await service.hearSms(reply);
    },
  };
}

const browserOf = ({ id }: Tab) => `the browser of ${id}`;

function look(tab: Tab, { choices = [], link }: View): void {
  const [, secret] = recordsLink.exec(link?.url ?? '') ?? [];
  if (secret !== undefined) tab.links.push(secret);
  const token = choices.find((choice) => choice.token)?.token;
  tab.choices = choices.map(({ label }) => label);
  if (token) tab.tokens.push(token);
  const isCodeAsked = tab.choices.some((label) => /^(重新发送验证码|Resend code)$/.test(label));
  if (token) tab.awaits = 'confirmation';
  else if (isCodeAsked) tab.awaits = 'code';
  else tab.awaits = tab.choices.length > 3 ? 'choice' : 'wish';
}
