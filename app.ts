import { createHash, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { createPinoLog } from './adapters/log/pinoLog.ts';
import { createConversations } from './bots/conversations.ts';
import { createRetention } from './bots/retention.ts';
import { deliveryFor } from './channels/delivery.ts';
import { rendererFor } from './channels/render.ts';
import { createServer, listen, routesOf } from './channels/server.ts';
import type { Settings } from './config.ts';
import { repertoire } from './dialogs/main.ts';
import { loadTexts } from './dialogs/shared/texts.ts';
import type { DialogServices } from './dialogs/shared/turn.ts';
import { policies } from './domain/policy/policy.ts';
import { type Doors, openDoors, type Parts } from './openDoors.ts';
import { openPorts, type Ports } from './openPorts.ts';
import { operatorOf, publicUrlOf } from './operator.ts';
import type { Clock, Log } from './ports/services.ts';

/** Longer than a program needs to say the next thing, shorter than anybody notices in an SMS. */
const chanceWaitMs = [300, 1300] as const;

/** A running bot. */
export interface App {
  readonly url: string;
  readonly port: number;
  /** Every way in over HTTP, such as `GET /records/:secret`: each has its place in `docs/SECURITY.md`. */
  readonly routes: readonly string[];
  /** Finishes the turns that run, then stops. */
  close(): Promise<void>;
}

/** What tests and the bench put in place of the machine's own. */
export interface AppOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Shows the demo phone of this sandbox on the page. */
  readonly sandboxUrl?: string | undefined;
  /** Stands between the bot and what is outside; tests pull the plug here. */
  readonly wrapPorts?: (ports: Ports) => Ports;
}

/** Joins everything once and listens. With `openPorts` the place that knows adapters; `index.ts` asks two of them why a start failed and for its keys. */
export async function startApp(settings: Settings, options: AppOptions = {}): Promise<App> {
  const { clock = () => new Date(), log = createPinoLog(settings.LOG_LEVEL), sandboxUrl } = options;
  const opened = await openPorts(settings, clock, log);
  const ports = options.wrapPorts?.(opened) ?? opened;
  try {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const services = dialogServices(settings, ports, log);
    const parts: Parts = { settings, clock, log, registry, sandboxUrl, ports, services };
    const server = createServer({
      log,
      registry,
      publicUrl: settings.PUBLIC_URL,
      checks: {
        store: ports.store.ready,
        carrier: async () => void (await ports.carrier.announcements('zh-CN')),
      },
    });
    const doors: Doors = { deliver: async () => {} };
    const conversations = createConversations(conversationParts(parts, doors));
    openDoors(server, parts, conversations, doors);
    const listening = await listen(server, settings.PORT, settings.HOST);
    conversations.start();
    void doors.weCom?.resume().catch(() => {});
    doors.desk?.watch.start();
    const retention = createRetention({ store: ports.store, clock, log });
    retention.start();
    log.info('started', {
      port: listening.port,
      store: settings.DATABASE_URL ? 'postgres' : 'pglite',
    });
    return {
      port: listening.port,
      routes: routesOf(server),
      url: publicUrlOf(settings, listening.port),
      async close() {
        doors.streams?.close();
        doors.desk?.streams.close();
        await doors.desk?.watch.stop();
        await listening.close();
        await doors.weCom?.close();
        await Promise.all([conversations.stop(), retention.stop()]);
        await ports.close();
      },
    };
  } catch (error) {
    await ports.close();
    throw error;
  }
}

function conversationParts({ services, ports, clock, log, registry }: Parts, doors: Doors) {
  const { store, recognizer, sms, mail, desk, press, vault } = ports;
  return {
    store,
    services,
    repertoire,
    recognizer,
    sms,
    ...(mail && { mail }),
    ...(desk && { desk }),
    press,
    clock,
    newId: randomUUID,
    log,
    owner: ports.owner,
    renderFor: rendererFor,
    typing: (conversationId: string) => doors.streams?.typing(conversationId),
    deliveryOf: deliveryFor(vault, clock),
    deliver: (payload: unknown, id: string) => doors.deliver(payload, id),
    onTurn: turnMetrics(registry),
    chanceWait: () => wait(randomInt(...chanceWaitMs)),
  };
}

function dialogServices(settings: Settings, ports: Ports, log: Log): DialogServices {
  const { carrier, vault, store, mail, desk } = ports;
  return {
    carrier,
    texts: loadTexts(),
    vault,
    limits: store,
    records: store,
    randomDigits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
    newId: randomUUID,
    operator: operatorOf(settings),
    policy: policies[settings.POLICY],
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    sendsMail: mail !== undefined,
    ...(desk && { desk }),
    alert: (event, facts) => log.error(event, facts),
  };
}

function turnMetrics(registry: Registry) {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'mingbai_turn_seconds',
    help: 'Time from claiming a message to its commit',
    registers,
  });
  const turns = new Counter({
    name: 'mingbai_turns_total',
    help: 'Turns by outcome',
    labelNames: ['outcome'],
    registers,
  });
  return (duration: number, outcome: string): void => {
    seconds.observe(duration);
    turns.inc({ outcome });
  };
}
