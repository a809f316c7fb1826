import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A message as it stands on the page. */
export interface Message {
  readonly from: 'customer' | 'bot';
  readonly text: string;
  readonly lang: string;
}

/** Somebody in front of a page. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Types into the chat and sends. */
  says(text: string): Promise<void>;
  /** Waits until the newest message of the bot contains these words. */
  hears(words: string): Promise<void>;
  messages(): Promise<Message[]>;
  /** Requests to other servers, policy violations and script errors so far. */
  faults(): string[];
  /** Every address that was asked for. */
  addresses(): string[];
  leaves(): Promise<void>;
}

/** How the visitor looks at the page. */
export interface Visit {
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
  /** Comes in with this browser instead of a fresh one. */
  readonly context?: BrowserContext;
}

const input = '.send-text textarea, .send-text input';

/** Opens a page and waits until the bot has greeted. */
export async function visit(browser: Browser, options: Visit): Promise<Visitor> {
  const visitor = await open(browser, options);
  await visitor.page.locator('.chat-message').first().waitFor();
  return visitor;
}

/** Opens a page without waiting for the chat. */
export async function open(browser: Browser, options: Visit): Promise<Visitor> {
  const { url, width = 1280, height = 800 } = options;
  const viewport = { width, height };
  const context = options.context ?? (await browser.newContext(home(viewport)));
  const page = await context.newPage();
  const faults: string[] = [];
  const addresses: string[] = [];
  const { origin } = new URL(url);
  page.on('request', (request) => {
    addresses.push(request.url());
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith('http') && asked !== origin) faults.push(`asked ${asked}`);
  });
  page.on('websocket', (socket) => addresses.push(socket.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    context,
    faults: () => faults,
    addresses: () => addresses,
    async says(text) {
      await page.fill(input, text);
      await page.keyboard.press('Enter');
      // Nobody types the next message before this one has left the box.
      await eventually(async () => assert.equal(await page.inputValue(input), ''));
    },
    async hears(words) {
      const newest = page.locator('.chat-message:not(:has(.webchat__bubble--from-user))').last();
      await newest.filter({ hasText: words }).waitFor();
    },
    messages: () => page.evaluate<Message[]>(readTranscript),
    leaves: () => context.close(),
  };
}

/** Where the visitors live: the same day and hour as the operator. */
function home(viewport: { width: number; height: number }) {
  return { viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
}

/** Runs in the page, whose types are not ours: it is handed over as text. */
const readTranscript = `[...document.querySelectorAll('.chat-message')].map((element) => ({
  from: element.querySelector('.webchat__bubble--from-user') ? 'customer' : 'bot',
  text: element.querySelector('.webchat__bubble__content')?.innerText.trim() ?? '',
  lang: element.lang,
}))`;

/** What the customer said, in order. */
export async function saidBy(visitor: Visitor): Promise<string[]> {
  const messages = await visitor.messages();
  return messages.filter(({ from }) => from === 'customer').map(({ text }) => text);
}

/** Waits until something holds, asking again and again; fails with the last fault. */
export async function eventually(check: () => Promise<void>, patienceMs = 20_000): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (fault) {
      if (Date.now() > end) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Nothing came from elsewhere, no policy was violated, no script failed. */
export function assertCleanVisit(visitor: Visitor): void {
  assert.deepEqual(visitor.faults(), []);
}
