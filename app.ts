import { createHash, randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { certificatePem, loadOperatorKey } from './adapters/agreement/operatorKey.ts';
import { createAgreementPress } from './adapters/agreement/press.ts';
import { carrierUrls, createCarrier } from './adapters/carrier/carrier.ts';
import { createPinoLog } from './adapters/log/pinoLog.ts';
import { createSmtpMail } from './adapters/mail/smtp.ts';
import { createCluRecognizer } from './adapters/recognizer/clu.ts';
import { createEmbeddedRecognizer } from './adapters/recognizer/embedded.ts';
import { entityFinder } from './adapters/recognizer/entities.ts';
import { loadProject } from './adapters/recognizer/project.ts';
import { chooseSms } from './adapters/sms/chooseSms.ts';
import { openStore } from './adapters/store/store.ts';
import { loadKeys } from './adapters/vault/keys.ts';
import { createVault } from './adapters/vault/vault.ts';
import { createAgreementPages } from './bots/agreementPages.ts';
import { createConversations } from './bots/conversations.ts';
import { addAgreements } from './channels/agreements.ts';
import { addBotFramework, type Deliver } from './channels/botFramework.ts';
import { deliveryOver } from './channels/delivery.ts';
import { addDirectLine } from './channels/directLine/routes.ts';
import type { Streams } from './channels/directLine/streams.ts';
import { createTokens } from './channels/directLine/tokens.ts';
import { addWidgetToken } from './channels/directLine/widgetToken.ts';
import { addPages } from './channels/pages.ts';
import { renderForBotFramework, renderForWeb } from './channels/render.ts';
import { createServer, listen } from './channels/server.ts';
import { addSmsReplies } from './channels/smsReplies.ts';
import type { Settings } from './config.ts';
import { repertoire } from './dialogs/main.ts';
import { loadTexts } from './dialogs/shared/texts.ts';
import type { Operator } from './dialogs/shared/turn.ts';
import { policies } from './domain/policy/policy.ts';
import type { AgreementPress } from './ports/agreement.ts';
import type { Recognizer } from './ports/recognizer.ts';
import type { Clock, Log } from './ports/services.ts';
import type { SmsReply } from './ports/sms.ts';
import type { Store } from './ports/store.ts';

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
  /** Stands before the store and the agreement press, so that a run can be stopped between two steps. */
  readonly wrap?: <Port extends Store | AgreementPress>(port: Port) => Port;
}

/** Builds everything once and listens: the only place that knows adapters. */
export async function startApp(settings: Settings, options: AppOptions = {}): Promise<App> {
  const { clock = () => new Date(), log = createPinoLog(settings.LOG_LEVEL), sandboxUrl } = options;
  const { wrap = (port) => port } = options;
  const place = settings.DATABASE_URL
    ? ({ kind: 'postgres', url: settings.DATABASE_URL } as const)
    : ({ kind: 'pglite', folder: settings.DATA_FOLDER } as const);
  const [store, recognizer] = await Promise.all([
    openStore(place, { log }).then((opened) => wrap(opened)),
    chooseRecognizer(settings, clock, log),
  ]);
  try {
    const keys = loadKeys(settings.DATA_FOLDER);
    const vault = createVault(settings.DATA_KEY ?? keys.dataKey);
    const tokens = createTokens(settings.DIRECT_LINE_SECRET ?? keys.directLineSecret, clock);
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const { urls, carrier, sms } = openCarrier(settings, clock, log);
    const agreements = openAgreements(settings, clock);
    const mail = createSmtpMail({
      url: settings.MAIL_SMTP_URL,
      from: settings.MAIL_FROM,
      timeoutMs: settings.MAIL_TIMEOUT_MS,
      clock,
    });
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
        records: store,
        randomDigits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
        newId: randomUUID,
        operator: operatorOf(settings),
        policy: policies[settings.POLICY],
        hash: (text) => createHash('sha256').update(text).digest('hex'),
        sendsMail: mail !== undefined,
        alert: (event, facts) => log.error(event, facts),
      },
      repertoire,
      recognizer,
      sms,
      ...(mail && { mail }),
      press: wrap(agreements.press),
      clock,
      newId: randomUUID,
      log,
      owner: randomUUID(),
      renderFor: (channelId) =>
        channelId === 'directline' ? renderForWeb : renderForBotFramework(channelId),
      typing: (conversationId) => streams?.typing(conversationId),
      deliveryOf: deliveryOver(vault, clock),
      deliver: (payload, id) => deliver(payload, id),
      onTurn: turnMetrics(registry),
    });
    const { reception } = conversations;
    const onReply = async (reply: SmsReply) => void (await reception.hearSms(reply));
    sms.listen?.(onReply);
    addSmsReplies(server, {
      secret: settings.SMS_REPLY_SECRET ?? (sandboxUrl ? keys.smsReplySecret : undefined),
      onReply,
      clock,
      log,
    });
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
    addAgreements(server, {
      open: createAgreementPages({ store, vault, clock, newId: randomUUID }),
      certificatePem: () => certificatePem(agreements.key()),
      timeZone: settings.OPERATOR_TIME_ZONE,
      log,
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
      url: publicUrlOf(settings, listening.port),
      async close() {
        streams?.close();
        await listening.close();
        await conversations.stop();
        await sms.close?.();
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
    publicUrl: publicUrlOf(settings),
  };
}

function publicUrlOf({ PUBLIC_URL, HOST, PORT }: Settings, port = PORT): string {
  return (
    PUBLIC_URL?.replace(/\/+$/, '') ?? `http://${HOST === '0.0.0.0' ? 'localhost' : HOST}:${port}`
  );
}

/** The key is read, or made, when the first agreement asks for it: a start does not wait for it. */
function openAgreements(settings: Settings, clock: Clock) {
  let known: ReturnType<typeof loadOperatorKey> | undefined;
  const key = () => {
    known ??= loadOperatorKey({
      folder: settings.DATA_FOLDER,
      file: settings.AGREEMENT_P12,
      password: settings.AGREEMENT_P12_PASSWORD,
      operatorName: settings.OPERATOR_NAME_ZH,
      now: clock(),
    });
    return known;
  };
  let opened: AgreementPress | undefined;
  const press: AgreementPress = {
    print(document) {
      opened ??= createAgreementPress(key());
      return opened.print(document);
    },
  };
  return { key, press };
}

function openCarrier(settings: Settings, clock: Clock, log: Log) {
  const urls = carrierUrls(settings.CARRIER_URL, settings.CARRIER_API_URLS);
  const reached = { timeoutMs: settings.CARRIER_TIMEOUT_MS, token: settings.CARRIER_TOKEN };
  const carrier = createCarrier({ ...reached, urls, clock, timeZone: settings.OPERATOR_TIME_ZONE });
  const sms = chooseSms({
    gateway: settings.SMS_GATEWAY,
    gatewayUrl: settings.SMS_GATEWAY_URL,
    carrier: { url: urls.TMF681 ?? '', token: settings.CARRIER_TOKEN },
    token: settings.SMS_GATEWAY_TOKEN,
    secret: settings.SMS_GATEWAY_SECRET,
    body: settings.SMS_GATEWAY_BODY,
    sender: settings.SMS_SENDER ?? settings.OPERATOR_HOTLINE,
    senderName: settings.OPERATOR_NAME_EN,
    timeoutMs: settings.SMS_TIMEOUT_MS,
    clock,
    newId: randomUUID,
    log,
  });
  return { urls, carrier, sms };
}

async function chooseRecognizer(settings: Settings, clock: Clock, log: Log): Promise<Recognizer> {
  const project = loadProject();
  const modelFile = join(settings.DATA_FOLDER, 'recognizer.model');
  const embedded = await createEmbeddedRecognizer({ project, modelFile });
  const { CLU_ENDPOINT: endpoint, CLU_KEY: key } = settings;
  if (!endpoint || !key) return embedded;
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
