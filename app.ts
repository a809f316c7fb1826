import { createHash, randomInt, randomUUID } from 'node:crypto';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { createPinoLog } from './adapters/log/pinoLog.ts';
import { createAgreementPages } from './bots/agreementPages.ts';
import { type Conversations, createConversations } from './bots/conversations.ts';
import { createOwnDataPages } from './bots/ownDataPages.ts';
import type { Reception } from './bots/reception.ts';
import { createRecordsPanel } from './bots/recordsPanel.ts';
import { createRetention } from './bots/retention.ts';
import { addAgreements } from './channels/agreements.ts';
import { addBotFramework, type Deliver } from './channels/botFramework.ts';
import { deliveryOver } from './channels/delivery.ts';
import { addDirectLine } from './channels/directLine/routes.ts';
import type { Streams } from './channels/directLine/streams.ts';
import { createTokens } from './channels/directLine/tokens.ts';
import { addWidgetToken } from './channels/directLine/widgetToken.ts';
import { addOwnData } from './channels/ownData.ts';
import { addPages } from './channels/pages.ts';
import { addRecords } from './channels/records.ts';
import { renderForBotFramework, renderForWeb } from './channels/render.ts';
import { createServer, listen } from './channels/server.ts';
import { addSmsReplies } from './channels/smsReplies.ts';
import type { Settings } from './config.ts';
import { repertoire } from './dialogs/main.ts';
import { loadTexts } from './dialogs/shared/texts.ts';
import type { DialogServices, Operator } from './dialogs/shared/turn.ts';
import { policies } from './domain/policy/policy.ts';
import { openPorts, type Ports } from './openPorts.ts';
import type { Clock, Log } from './ports/services.ts';
import type { SmsReply } from './ports/sms.ts';
import { openAssets } from './web/assets.ts';

/** A running bot. */
export interface App {
  readonly url: string;
  readonly port: number;
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

/** What the parts of one server share. */
interface Parts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
  readonly sandboxUrl: string | undefined;
  readonly ports: Ports;
  readonly services: DialogServices;
}

type HttpServer = ReturnType<typeof createServer>;

/** Joins everything once and listens. With `openPorts` the only place that knows adapters. */
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
    const retention = createRetention({ store: ports.store, clock, log });
    retention.start();
    log.info('started', {
      port: listening.port,
      store: settings.DATABASE_URL ? 'postgres' : 'pglite',
    });
    return {
      port: listening.port,
      url: publicUrlOf(settings, listening.port),
      async close() {
        doors.streams?.close();
        await listening.close();
        await Promise.all([conversations.stop(), retention.stop()]);
        await ports.close();
      },
    };
  } catch (error) {
    await ports.close();
    throw error;
  }
}

/** Ways out that are there only once the doors are open. */
interface Doors {
  streams?: Streams;
  deliver: Deliver;
}

function conversationParts({ services, ports, clock, log, registry }: Parts, doors: Doors) {
  const { store, recognizer, sms, mail, press, vault } = ports;
  return {
    store,
    services,
    repertoire,
    recognizer,
    sms,
    ...(mail && { mail }),
    press,
    clock,
    newId: randomUUID,
    log,
    owner: ports.owner,
    renderFor: (channelId: string) =>
      channelId === 'directline' ? renderForWeb : renderForBotFramework(channelId),
    typing: (conversationId: string) => doors.streams?.typing(conversationId),
    deliveryOf: deliveryOver(vault, clock),
    deliver: (payload: unknown, id: string) => doors.deliver(payload, id),
    onTurn: turnMetrics(registry),
  };
}

function dialogServices(settings: Settings, ports: Ports, log: Log): DialogServices {
  const { carrier, vault, store, mail } = ports;
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
    alert: (event, facts) => log.error(event, facts),
  };
}

/** Every way in: the widget, Azure channels, SMS replies, pages. */
function openDoors(
  server: HttpServer,
  parts: Parts,
  { reception }: Conversations,
  doors: Doors,
): void {
  const { settings, ports, clock, log, sandboxUrl } = parts;
  const { store, vault, keys, sms } = ports;
  const directLine = {
    reception,
    store,
    tokens: createTokens(settings.DIRECT_LINE_SECRET ?? keys.directLineSecret, clock),
    log,
    clock,
    publicUrl: settings.PUBLIC_URL,
    trustProxy: settings.TRUST_PROXY,
    postsPerMinute: settings.POSTS_PER_MINUTE,
    tokensPerMinute: settings.TOKENS_PER_MINUTE,
    origins: settings.WIDGET_ORIGINS,
    ...(settings.USER_TOKEN_KEY && {
      userTokenKey: { key: settings.USER_TOKEN_KEY, issuer: settings.USER_TOKEN_ISSUER },
    }),
  };
  doors.streams = addDirectLine(server, directLine);
  addWidgetToken(server, directLine);
  doors.deliver = addBotFramework(server, {
    reception,
    store,
    vault,
    log,
    newId: randomUUID,
    appId: settings.MICROSOFT_APP_ID,
    appPassword: settings.MICROSOFT_APP_PASSWORD,
    appType: settings.MICROSOFT_APP_TYPE,
    tenantId: settings.MICROSOFT_APP_TENANT_ID,
    emulator: settings.BOT_FRAMEWORK_EMULATOR,
  });
  const onReply = async (reply: SmsReply) => void (await reception.hearSms(reply));
  sms.listen?.(onReply);
  const replySecret = settings.SMS_REPLY_SECRET ?? (sandboxUrl ? keys.smsReplySecret : undefined);
  addSmsReplies(server, { secret: replySecret, onReply, clock, log });
  addAgreements(server, {
    open: createAgreementPages({ store, vault, clock, newId: randomUUID }),
    certificatePem: ports.agreementCertificate,
    timeZone: settings.OPERATOR_TIME_ZONE,
    log,
  });
  addOwnData(server, { open: createOwnDataPages({ store, vault, clock }), log });
  addReading(server, parts, reception);
}

/** What is read in a browser: the pages, and the panel of itemised records. */
function addReading(server: HttpServer, parts: Parts, reception: Reception): void {
  const { settings, ports, services, clock, log, sandboxUrl } = parts;
  const { store, sms } = ports;
  const { name: operatorName, hotline, timeZone } = operatorOf(settings);
  const assets = openAssets();
  addPages(
    server,
    {
      operatorName,
      hotline,
      widgetOrigins: settings.WIDGET_ORIGINS,
      ...(sandboxUrl && { phone: { sandboxUrl } }),
    },
    assets,
  );
  addRecords(server, {
    panel: createRecordsPanel({ store, services, sms, reception, clock }),
    operatorName,
    hotline,
    timeZone,
    assets: `/assets/${assets.version}`,
    clock,
    log,
    publicUrl: settings.PUBLIC_URL,
    trustProxy: settings.TRUST_PROXY,
  });
}

function operatorOf(settings: Settings): Operator {
  return {
    name: { 'zh-CN': settings.OPERATOR_NAME_ZH, en: settings.OPERATOR_NAME_EN },
    hotline: settings.OPERATOR_HOTLINE,
    legal: {
      'zh-CN': settings.OPERATOR_LEGAL_NAME_ZH,
      en: settings.OPERATOR_LEGAL_NAME_EN,
      address: settings.OPERATOR_ADDRESS,
      licence: settings.OPERATOR_LICENCE,
    },
    timeZone: settings.OPERATOR_TIME_ZONE,
    host: settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL).hostname : 'localhost',
    publicUrl: publicUrlOf(settings),
  };
}

function publicUrlOf({ PUBLIC_URL, HOST, PORT }: Settings, port = PORT): string {
  return (
    PUBLIC_URL?.replace(/\/+$/, '') ?? `http://${HOST === '0.0.0.0' ? 'localhost' : HOST}:${port}`
  );
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
