import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** What the bot answered to one message, as a customer sees it. */
export interface Said {
  /** What the customer had said. */
  readonly said: string;
  /** Everything that was answered, cards as their text. */
  readonly text: string;
  /** What can be tapped. */
  readonly buttons: readonly string[];
  /** The activities themselves, to look for what a card does not show. */
  readonly raw: string;
}

/** A synthetic customer at the web widget. */
export interface Talk {
  readonly greeting: Said;
  says(text: string): Promise<Said>;
  /** Waits for something that comes unasked, such as the end of an order; undefined when it does not come. */
  hears(wanted: RegExp): Promise<string | undefined>;
  /** Everything the bot has said so far. */
  everything(): Promise<string>;
}

/** The server does not answer as a bot does: everything after it would be guesswork. */
export class NoAnswer extends Error {}

interface Activity {
  readonly type: string;
  readonly text?: string;
  readonly from?: { readonly role?: string };
  readonly replyToId?: string;
  readonly summary?: string;
  readonly attachments?: ReadonlyArray<{ readonly content?: { readonly fallbackText?: string } }>;
  readonly suggestedActions?: { readonly actions: ReadonlyArray<{ readonly title: string }> };
}

/** How long an answer may take before the customer would leave. */
const patienceMs = 20_000;
const lookEveryMs = 150;

/** Opens a conversation as the server's own page does. */
export async function openTalk(url: string, locale: string): Promise<Talk> {
  const { token } = await ask<{ token: string }>(
    'POST',
    `${url}/widget/token`,
    { locale },
    { origin: url },
  );
  const headers = { authorization: `Bearer ${token}` };
  const base = `${url}/v3/directline/conversations`;
  const { conversationId } = await ask<{ conversationId: string }>('POST', base, {}, headers);
  const address = `${base}/${conversationId}/activities`;
  const heard: Activity[] = [];
  let watermark = '';
  /** Everything from the bot: what came since the last look is read page by page. */
  async function fromBot(): Promise<readonly Activity[]> {
    for (;;) {
      const page = await ask<{ activities: Activity[]; watermark?: string }>(
        'GET',
        `${address}?watermark=${watermark}`,
        undefined,
        headers,
      );
      heard.push(
        ...page.activities.filter(({ type, from }) => type === 'message' && from?.role === 'bot'),
      );
      watermark = page.watermark ?? watermark;
      if (page.activities.length === 0) return heard;
    }
  }
  const everything = async () => (await fromBot()).map(textOf).join('\n');
  const first = await until(async () => {
    const greeted = await fromBot();
    return greeted.length > 0 ? [...greeted] : undefined;
  });
  if (!first) throw new NoAnswer('greeting');
  return {
    greeting: saidTo('', first),
    everything,
    async says(text) {
      // The same id again is the same message: it may be sent twice when a connection breaks.
      const channelData = { clientActivityID: randomUUID() };
      const message = { type: 'message', text, locale, channelData };
      const { id } = await ask<{ id: string }>('POST', address, message, headers);
      const replies = await until(async () => {
        const answers = (await fromBot()).filter(({ replyToId }) => replyToId === id);
        return answers.length > 0 ? answers : undefined;
      });
      if (!replies) throw new NoAnswer(text);
      return saidTo(text, replies);
    },
    hears: (wanted) =>
      until(async () => {
        const all = await everything();
        return wanted.test(all) ? all : undefined;
      }),
  };
}

function saidTo(said: string, replies: readonly Activity[]): Said {
  const buttons = replies.flatMap(({ suggestedActions }) => suggestedActions?.actions ?? []);
  return {
    said,
    text: replies.map(textOf).join('\n'),
    buttons: buttons.map(({ title }) => title),
    raw: JSON.stringify(replies),
  };
}

function textOf({ text, summary, attachments = [] }: Activity): string {
  const cards = attachments.map(({ content }) => content?.fallbackText ?? '');
  return [text ?? (cards.length > 0 ? '' : (summary ?? '')), ...cards].filter(Boolean).join('\n');
}

/** Looks until there is something, or patience ends. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const lastMs = Date.now() + patienceMs;
  while (Date.now() < lastMs) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(lookEveryMs);
  }
  return undefined;
}

/** One call that answers JSON; a server that asks for a pause gets it. */
export async function ask<T>(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    }).catch((error: Error) => {
      // A connection kept open may be closed by the other side in the very moment of its use.
      if (tries >= 2) throw new NoAnswer(error.name);
      return undefined;
    });
    if (!response) continue;
    if (response.ok) return (await response.json()) as T;
    await response.body?.cancel();
    if (response.status !== 429 || tries >= 5) throw new NoAnswer(`status ${response.status}`);
    await wait(1000 * Number(response.headers.get('retry-after') ?? 1));
  }
}
