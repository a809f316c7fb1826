import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { carrierUrls, createCarrier } from './adapters/carrier/carrier.ts';
import { createPinoLog } from './adapters/log/pinoLog.ts';
import { createEmbeddedRecognizer } from './adapters/recognizer/embedded.ts';
import { entityFinder } from './adapters/recognizer/entities.ts';
import { loadProject } from './adapters/recognizer/project.ts';
import { createCommunicationMessageSms } from './adapters/sms/communicationMessage.ts';
import { openStore } from './adapters/store/store.ts';
import { loadKeys } from './adapters/vault/keys.ts';
import { createVault } from './adapters/vault/vault.ts';
import { createConversations } from './bots/conversations.ts';
import { addBotFramework, type Deliver } from './channels/botFramework.ts';
import { deliveryOver } from './channels/delivery.ts';
import { addDirectLine } from './channels/directLine/routes.ts';
import type { Streams } from './channels/directLine/streams.ts';
import { createTokens } from './channels/directLine/tokens.ts';
import { addWidgetToken } from './channels/directLine/widgetToken.ts';
import { addPages } from './channels/pages.ts';
import { renderForBotFramework, renderForWeb } from './channels/render.ts';
import { createServer, listen } from './channels/server.ts';
import type { Settings } from './config.ts';
import { repertoire } from './dialogs/main.ts';
import { loadTexts } from './dialogs/shared/texts.ts';
import type { Operator } from './dialogs/shared/turn.ts';
import type { Recognizer } from './ports/recognizer.ts';
import type { Clock, Log } from './ports/services.ts';

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
}

/** Builds everything once and listens: the only place that knows adapters. */
export async function startApp(settings: Settings, options: AppOptions = {}): Promise<App> {
  const { clock = () => new Date(), log = createPinoLog(settings.LOG_LEVEL), sandboxUrl } = options;
  const owner = randomUUID();
  const place = settings.DATABASE_URL
    ? ({ kind: 'postgres', url: settings.DATABASE_URL, owner } as const)
    : ({ kind: 'pglite', folder: settings.DATA_FOLDER } as const);
  const [store, recognizer] = await Promise.all([
    openStore(place, { log }),
    chooseRecognizer(settings, clock, log),
  ]);
  try {
    const keys = loadKeys(settings.DATA_FOLDER);
    const vault = createVault(settings.DATA_KEY ?? keys.dataKey);
    const tokens = createTokens(settings.DIRECT_LINE_SECRET ?? keys.directLineSecret, clock);
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const { urls, carrier, sms } = openCarrier(settings, clock);
    const server = createServer({
      log,
      registry,
      publicUrl: settings.PUBLIC_URL,
      checks: {
        store: store.ready,
        carrier: async () => void (await carrier.announcements('zh-CN')),
      },
    });
    let streams: Streams | undefined;
    let deliver: Deliver = async () => {};
    const conversations = createConversations({
      store,
      services: {
        carrier,
        texts: loadTexts(),
        vault,
        limits: store,
        randomDigits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
        newId: randomUUID,
        operator: operatorOf(settings),
      },
      repertoire,
      recognizer,
      sms,
      clock,
      newId: randomUUID,
      log,
      owner,
      renderFor: (channelId) =>
        channelId === 'directline' ? renderForWeb : renderForBotFramework(channelId),
      typing: (conversationId) => streams?.typing(conversationId),
      deliveryOf: deliveryOver(vault, clock),
      deliver: (payload, id) => deliver(payload, id),
      onTurn: turnMetrics(registry),
    });
    const { reception } = conversations;
    const directLine = {
      reception,
      store,
      tokens,
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
    streams = addDirectLine(server, directLine);
    addWidgetToken(server, directLine);
    deliver = addBotFramework(server, {
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
    addPages(server, {
      operatorName: operatorOf(settings).name,
      hotline: settings.OPERATOR_HOTLINE,
      widgetOrigins: settings.WIDGET_ORIGINS,
      ...(sandboxUrl && { phone: { sandboxUrl } }),
    });
    const listening = await listen(server, settings.PORT, settings.HOST);
    conversations.start();
    log.info('started', {
      port: listening.port,
      store: place.kind,
      carrier: Object.keys(urls).length,
    });
    return {
      port: listening.port,
      url:
        settings.PUBLIC_URL ??
        `http://${settings.HOST === '0.0.0.0' ? 'localhost' : settings.HOST}:${listening.port}`,
      async close() {
        streams?.close();
        await listening.close();
        await conversations.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function operatorOf(settings: Settings): Operator {
  return {
    name: { 'zh-CN': settings.OPERATOR_NAME_ZH, en: settings.OPERATOR_NAME_EN },
    hotline: settings.OPERATOR_HOTLINE,
    timeZone: settings.OPERATOR_TIME_ZONE,
    host: settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL).hostname : 'localhost',
  };
}

function openCarrier(settings: Settings, clock: Clock) {
  const urls = carrierUrls(settings.CARRIER_URL, settings.CARRIER_API_URLS);
  const reached = { timeoutMs: settings.CARRIER_TIMEOUT_MS, token: settings.CARRIER_TOKEN };
  const carrier = createCarrier({ ...reached, urls, clock, timeZone: settings.OPERATOR_TIME_ZONE });
  const sms = createCommunicationMessageSms({
    ...reached,
    url: urls.TMF681 ?? '',
    senderName: settings.OPERATOR_NAME_EN,
  });
  return { urls, carrier, sms };
}

async function chooseRecognizer(settings: Settings, clock: Clock, log: Log): Promise<Recognizer> {
  const project = loadProject();
  const modelFile = join(settings.DATA_FOLDER, 'recognizer.model');
  const embedded = await createEmbeddedRecognizer({ project, modelFile });
  const { CLU_ENDPOINT: endpoint, CLU_KEY: key } = settings;
  if (!endpoint || !key) return embedded;
  // Azure's SDK takes its time to load: only those who use it wait for it.
  const { createCluRecognizer } = await import('./adapters/recognizer/clu.ts');
  return createCluRecognizer({
    endpoint,
    key,
    projectName: settings.CLU_PROJECT,
    deploymentName: settings.CLU_DEPLOYMENT,
    timeoutMs: settings.CLU_TIMEOUT_MS,
    findEntities: entityFinder(project),
    fallback: embedded,
    clock,
    log,
  });
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
