import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { closeAfterTest } from './closing.ts';
import { forgetIntents } from './corner.ts';
import { type Conversation, type rowsOf, startTalk, type TalkOptions } from './talk.ts';
import { world } from './world.ts';

// Training the recogniser takes longer than a test may, on a busy machine.
before(async function () {
  this.timeout(60_000);
  await world();
});

/** A ticket as the demo operator keeps it. */
export interface Ticket {
  readonly id: string;
  readonly externalId: string;
  readonly ticketType: string;
  readonly description: string;
  readonly status: string;
  readonly expectedResolutionDate: string;
  readonly relatedEntity: ReadonlyArray<{ readonly id: string; readonly role: string }>;
}

/** A talk about complaints with an operator and a memory of its own. */
export interface ComplaintTalk extends Conversation {
  readonly sandbox: Sandbox;
  tickets(): Promise<readonly Ticket[]>;
  /** The operator's people decide. */
  decide(ticket: Ticket, result: string, status?: string): Promise<void>;
  /** What an account is dunned for, in fen. */
  dunned(
    customer: string,
  ): Promise<{ unpaid: number; disputed: number; dunned: number } | undefined>;
  breakTickets(kind: string): Promise<void>;
  mend(): Promise<void>;
}

const ticketPath = '/tmf-api/troubleTicket/v4/troubleTicket';
export const dayMs = 24 * 60 * 60_000;

/** Begins such a talk. */
export async function talkOfComplaints(options: TalkOptions = {}): Promise<ComplaintTalk> {
  let talk: Conversation | undefined;
  const { startedAt, store } = await world();
  const clock = () => talk?.now() ?? startedAt;
  const sandbox = await startSandbox({ port: 0, clock, orderStepMs: 5 });
  const begun = await startTalk({ sandbox, ...options });
  // A complaint is followed for weeks, and by no other test.
  closeAfterTest(async () => {
    await forgetIntents(store);
    await sandbox.close();
  });
  talk = begun;
  const send = (method: string, path: string, body?: unknown) =>
    fetch(sandbox.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    ...begun,
    sandbox,
    async tickets() {
      const all = (await (await send('GET', `${ticketPath}?limit=50`)).json()) as Ticket[];
      return all.filter(({ ticketType }) => ticketType !== 'callback');
    },
    async decide({ id }, result, status = 'resolved') {
      const resolutionDate = begun.now().toISOString();
      const answer = await send('PATCH', `${ticketPath}/${id}`, {
        status,
        statusChangeReason: result,
        resolutionDate,
      });
      assert.equal(answer.status, 200);
    },
    async dunned(customer) {
      const rows = (await (await send('GET', '/sandbox/dunning')).json()) as Array<{
        billingAccountId: string;
        unpaid: number;
        disputed: number;
        dunned: number;
      }>;
      return rows.find(({ billingAccountId }) => billingAccountId.includes(customer));
    },
    breakTickets: async (kind) =>
      void (await send('POST', '/sandbox/faults', { kind, path: '/tmf-api/troubleTicket' })),
    mend: async () => void (await send('DELETE', '/sandbox/faults')),
  };
}

/** The number on the card that was just shown. */
export function referenceOn(view: Parameters<typeof rowsOf>[0]): string {
  const found = /TS-[A-Z]{5}-[A-Z]{5}/.exec(JSON.stringify(view))?.[0];
  assert.ok(found, `no complaint number on the card: ${view.text ?? view.title}`);
  return found;
}
