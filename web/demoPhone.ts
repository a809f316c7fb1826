/** Reads the demonstration operator: its customers, and the SMS their phones received. */
export interface DemoPhone {
  customers(): Promise<unknown>;
  messages(phoneNumber: string, after: string | undefined): Promise<unknown>;
}

const patienceMs = 5000;

/** The demonstration operator at its own address; a request that fails or takes too long throws. */
export function openDemoPhone(sandboxUrl: string): DemoPhone {
  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(new URL(path, sandboxUrl), {
      signal: AbortSignal.timeout(patienceMs),
      headers: { accept: 'application/json' },
    });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
    return response.json();
  };
  return {
    customers: () => read('/sandbox/customers'),
    messages: (phoneNumber, after) => {
      const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
      return read(`/phone/${encodeURIComponent(phoneNumber)}/messages${query}`);
    },
  };
}
