import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type ConversationParts, createConversationParts } from '../../app.ts';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import type { Language } from '../../domain/language.ts';
import type { View } from '../../ports/view.ts';
import { world } from './world.ts';

const texts = loadTexts();

/** A conversation as a transcript: the customer says, the bot says, the phone shows. */
export interface Conversation {
  readonly customer: {
    says(text: string): Promise<void>;
    /** Taps the button with this label, which must be on show. */
    taps(label: string): Promise<void>;
    /** Proves a demo number: number, then the code the sandbox phone shows. */
    identifiesAs(phoneNumber: string): Promise<void>;
  };
  readonly bot: {
    /** The next message is exactly the sentence behind this locale key. */
    says(key: string, data?: Record<string, string | number>): View;
    /** The next message, whatever it says; fails when there is none. */
    shows(): View;
    saysNothingMore(): void;
  };
  readonly phone: {
    messages(phoneNumber: string): Promise<string[]>;
    code(phoneNumber: string): Promise<string>;
  };
  readonly parts: ConversationParts;
  readonly id: string;
  speaks(language: Language): void;
  later(ms: number): void;
}

/** Begins a conversation with everything real but the clock: dialogs, recogniser, store, carrier client, sandbox. */
export async function startTalk(
  options: { locale?: string; greeted?: boolean } = {},
): Promise<Conversation> {
  const { sandbox, store, recognizer, startedAt } = await world();
  let language: Language = options.locale?.startsWith('en') ? 'en' : 'zh-CN';
  let offsetMs = 0;
  const clock = () => new Date(startedAt.getTime() + offsetMs);
  const id = `test-${randomUUID()}`;
  const parts = createConversationParts({ sandboxUrl: sandbox.url, store, recognizer, clock });
  const unread: View[] = [];
  let seen = 0;

  async function read(): Promise<void> {
    await parts.idle();
    for (const { sequence, activity } of await store.activities(id, seen, 1000)) {
      seen = sequence;
      const { channelData } = activity as { channelData?: { view?: View } };
      if (channelData?.view) unread.push(channelData.view);
    }
  }

  async function says(text: string): Promise<void> {
    assert.deepEqual(unread, [], 'the bot said something the test did not expect');
    await parts.reception.receive({
      conversationId: id,
      channelId: 'test',
      userId: 'customer',
      key: randomUUID(),
      activity: { type: 'message', text },
      address: id,
    });
    await read();
  }

  const next = (): View => {
    const view = unread.shift();
    assert.ok(view, 'the bot said nothing');
    return view;
  };
  let last: View | undefined;
  const phone = phoneOf(sandbox.url);

  const conversation: Conversation = {
    id,
    parts,
    phone,
    customer: {
      says,
      async taps(label) {
        const labels = last?.choices?.map((choice) => choice.label) ?? [];
        assert.ok(labels.includes(label), `no button “${label}” among ${labels.join(' | ')}`);
        await says(label);
      },
      async identifiesAs(phoneNumber) {
        await says(phoneNumber);
        unread.splice(0);
        await says(await phone.code(phoneNumber));
        const done = unread.shift();
        assert.match(done?.text ?? '', /\*{4}/, 'the number was not accepted');
      },
    },
    bot: {
      says(key, data) {
        last = next();
        assert.equal(last.text, texts[language](key, data));
        return last;
      },
      shows() {
        last = next();
        return last;
      },
      saysNothingMore: () => assert.deepEqual(unread, []),
    },
    speaks(wanted) {
      language = wanted;
    },
    later(ms) {
      offsetMs += ms;
    },
  };
  await parts.reception.open({
    conversationId: id,
    channelId: 'test',
    userId: 'customer',
    ...(options.locale && { locale: options.locale }),
  });
  await read();
  if (options.greeted !== false) unread.splice(0);
  return conversation;
}

function phoneOf(sandboxUrl: string): Conversation['phone'] {
  async function messages(phoneNumber: string): Promise<string[]> {
    const response = await fetch(`${sandboxUrl}/phone/${phoneNumber}/messages`);
    const list = (await response.json()) as Array<{ text: string }>;
    return list.map(({ text }) => text);
  }
  return {
    messages,
    async code(phoneNumber) {
      const all = await messages(phoneNumber);
      const code = /#(\d{6})$/.exec(all.at(-1) ?? '')?.[1];
      assert.ok(code, 'no code arrived on the phone');
      return code;
    },
  };
}

/** Every row of a view as `term: value`, section by section: what tests read numbers from. */
export function rowsOf(view: View): Map<string, string> {
  const rows = (view.sections ?? []).flatMap((section) => section.rows ?? []);
  return new Map(rows.map(({ term, value }) => [term, value]));
}
