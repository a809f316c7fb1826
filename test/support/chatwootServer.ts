import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeAtEnd } from './closing.ts';

interface Conversation {
  readonly id: number;
  readonly inbox_id: string;
  readonly contact_id: number;
  readonly custom_attributes: Readonly<Record<string, string>>;
  status: string;
  readonly messages: Array<Readonly<Record<string, unknown>>>;
}

/** As much of a Chatwoot account as the bot uses, over real HTTP. */
export interface ChatwootServer {
  readonly url: string;
  readonly conversations: readonly Conversation[];
  /** True: every call is answered 502, as by a proxy before a dead server. */
  isDown: boolean;
  /** Whether an agent is online. */
  isStaffed: boolean;
}

/** Opens an account with nothing in it; closed when all tests are over. */
export async function openChatwootServer(): Promise<ChatwootServer> {
  const contacts: Array<{ id: number; identifier: string }> = [];
  const conversations: Conversation[] = [];
  const account = { url: '', conversations, isDown: false, isStaffed: true };

  function answer(method: string, path: string, body: Record<string, unknown>): unknown {
    const [, kind, id = '', part] = path.split('?')[0]?.split('/') ?? [];
    const conversation = conversations.find((each) => String(each.id) === id);
    if (kind === 'agents')
      return [{ id: 3, availability_status: account.isStaffed ? 'online' : 'offline' }];
    if (kind === 'contacts' && id === 'search') {
      const wanted = new URLSearchParams(path.split('?')[1]).get('q');
      return { payload: contacts.filter(({ identifier }) => identifier === wanted) };
    }
    if (kind === 'contacts' && part === 'conversations')
      return { payload: conversations.filter(({ contact_id }) => String(contact_id) === id) };
    if (kind === 'contacts' && method === 'POST') {
      contacts.push({ id: contacts.length + 1, identifier: String(body.identifier) });
      return { payload: { contact: contacts.at(-1) } };
    }
    if (part === 'messages') return conversation?.messages.push(body) && {};
    if (part === 'toggle_status' && conversation) conversation.status = String(body.status);
    if (kind === 'conversations' && id === '')
      conversations.push({
        ...(body as unknown as Conversation),
        id: conversations.length + 1,
        messages: [],
      });
    return id === '' ? conversations.at(-1) : {};
  }

  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = String(request.url).replace('/api/v1/accounts/1', '');
    response.statusCode = account.isDown ? 502 : 200;
    response.setHeader('content-type', 'application/json');
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    response.end(
      account.isDown ? '<html></html>' : JSON.stringify(answer(request.method ?? '', path, body)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAtEnd(() => void server.close().closeAllConnections());
  account.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return account;
}
