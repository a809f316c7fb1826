import type { IncomingMessage, Visitor } from '../../bots/reception.ts';
import type { RecordsPanel } from '../../bots/recordsPanel.ts';
import type { Received } from '../../ports/store.ts';
import { type BotProcess, type CarrierCall, type ProcessParts, startProcess } from './process.ts';
import { keptLog } from './stage.ts';

/** The bot as customers meet it: one process after the other on the same memory. */
export interface Service {
  /** What the carrier was asked; others may note what happens to it meanwhile. */
  readonly calls: CarrierCall[];
  readonly log: readonly string[];
  open(visitor: Visitor): Promise<unknown>;
  receive(message: IncomingMessage): Promise<Received>;
  /** The pages of itemised records, of whichever process there is. */
  panel(): RecordsPanel;
  hearSms(reply: { id: string; from: string; text: string }): Promise<void>;
  /** Resolves when nothing is being answered or sent; a process that died meanwhile is replaced. */
  idle(): Promise<void>;
  sweep(): Promise<void>;
  /** Stops properly and starts anew. */
  restart(): Promise<void>;
  /** The process reaches the outside so many times more, then never again. */
  killAfter(calls: number): void;
}

/** What the service is made of; each process gets a name and a log besides. */
export type ServiceParts = Omit<ProcessParts, 'owner' | 'log' | 'onCall'> & {
  /** Lets the leases of a dead process run out. */
  readonly waitForLeases: () => Promise<void>;
};

/** Starts the first process. */
export function startService({ waitForLeases, ...parts }: ServiceParts): Service {
  const calls: CarrierCall[] = [];
  const log: string[] = [];
  let count = 0;
  const start = (): BotProcess => {
    count += 1;
    const owner = `process ${count}`;
    return startProcess({ ...parts, owner, log: keptLog(log), onCall: (call) => calls.push(call) });
  };
  let process = start();
  const isDead = () => process.life.callsLeft < 0;

  async function revive(): Promise<void> {
    await process.conversations.idle();
    process = start();
    await waitForLeases();
    await process.conversations.sweep();
  }

  /** What channels and gateways do: the same message again until somebody has it. */
  async function deliver<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (!isDead()) throw error;
      await revive();
      return send();
    }
  }

  return {
    calls,
    log,
    open: (visitor) => deliver(() => process.conversations.reception.open(visitor)),
    receive: (message) => deliver(() => process.conversations.reception.receive(message)),
    panel: () => process.panel,
    async hearSms(reply) {
      await deliver(() => process.conversations.reception.hearSms(reply));
    },
    async idle() {
      await process.conversations.idle();
      if (isDead()) await revive();
    },
    sweep: () => process.conversations.sweep(),
    async restart() {
      await process.conversations.stop();
      process = start();
      await process.conversations.sweep();
    },
    killAfter(left) {
      process.life.callsLeft = left;
    },
  };
}
