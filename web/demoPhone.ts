/** The demonstration operator: its customers, the SMS their phones received, and what they answer. */
export interface DemoPhone {
  customers(): Promise<unknown>;
  messages(phoneNumber: string, after: string | undefined): Promise<unknown>;
  /** Sends an SMS from a customer's phone to the operator. */
  reply(phoneNumber: string, text: string): Promise<unknown>;
}

const patienceMs = 5000;

/** The demonstration operator at its own address; a request that fails or takes too long throws. */
export function openDemoPhone(sandboxUrl: string): DemoPhone {
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(path, sandboxUrl), {
      signal: AbortSignal.timeout(patienceMs),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
    return response.json();
  };
  const messagesOf = (phoneNumber: string) => `/phone/${encodeURIComponent(phoneNumber)}/messages`;
  return {
    customers: () => ask('/sandbox/customers'),
    messages: (phoneNumber, after) => {
      const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
      return ask(`${messagesOf(phoneNumber)}${query}`);
    },
    reply: (phoneNumber, text) => ask(messagesOf(phoneNumber), { text }),
  };
}
