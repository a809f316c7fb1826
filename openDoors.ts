import { randomUUID } from 'node:crypto';
import type { Registry } from 'prom-client';
import { createAgreementPages } from './bots/agreementPages.ts';
import type { Conversations } from './bots/conversations.ts';
import { createDeskDoor } from './bots/deskDoor.ts';
import { createDeskReport } from './bots/deskReport.ts';
import { createDeskRoom } from './bots/deskRoom.ts';
import { createDeskWatch, type DeskWatch } from './bots/deskWatch.ts';
import { createOwnDataPages } from './bots/ownDataPages.ts';
import { createPrivatePages } from './bots/privatePages.ts';
import type { Reception } from './bots/reception.ts';
import { createRecordsPanel } from './bots/recordsPanel.ts';
import { createTranscriptPages } from './bots/transcriptPages.ts';
import { addAgreements } from './channels/agreements.ts';
import { addBotFramework, type Deliver } from './channels/botFramework.ts';
import { addChatwoot } from './channels/chatwoot.ts';
import { addDesk } from './channels/desk/routes.ts';
import type { DeskStreams } from './channels/desk/streams.ts';
import { addDirectLine } from './channels/directLine/routes.ts';
import type { Streams } from './channels/directLine/streams.ts';
import { createTokens } from './channels/directLine/tokens.ts';
import { addWidgetToken } from './channels/directLine/widgetToken.ts';
import { addHub } from './channels/hub.ts';
import { addOwnData } from './channels/ownData.ts';
import { addPages } from './channels/pages.ts';
import { addPrivatePages } from './channels/privatePages.ts';
import { addRecords } from './channels/records.ts';
import type { createServer } from './channels/server.ts';
import { addSmsReplies } from './channels/smsReplies.ts';
import { addTranscripts } from './channels/transcripts.ts';
import { addWeChat } from './channels/weChat/addWeChat.ts';
import { isForWeCom, type WeCom } from './channels/weCom/addWeCom.ts';
import type { Settings } from './config.ts';
import type { DialogServices } from './dialogs/shared/turn.ts';
import type { Ports } from './openPorts.ts';
import { operatorOf } from './operator.ts';
import type { Clock, Log } from './ports/services.ts';
import type { SmsReply } from './ports/sms.ts';
import { type Assets, openAssets } from './web/assets.ts';
import { openWeCom, weChatParts } from './weChatParts.ts';

/** What the parts of one server share. */
export interface Parts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
  readonly sandboxUrl: string | undefined;
  readonly ports: Ports;
  readonly services: DialogServices;
}

type HttpServer = ReturnType<typeof createServer>;

/** Ways out that are there only once the doors are open. */
export interface Doors {
  desk?: { readonly streams: DeskStreams; readonly watch: DeskWatch };
  streams?: Streams;
  weCom?: WeCom;
  deliver: Deliver;
}

/** Every way in: the widget, Azure channels, SMS replies, pages. */
export function openDoors(
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
  const deliverToBotFramework = addBotFramework(server, {
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
  const deliverToWeChat = addWeChat(server, weChatParts(parts, reception));
  const weCom = openWeCom(server, parts, reception);
  if (weCom) doors.weCom = weCom;
  doors.deliver = (payload, id) => {
    if (weCom && isForWeCom(payload)) return weCom.deliver(payload, id);
    const isForWeChat = 'weChat' in (payload as object);
    return (isForWeChat ? deliverToWeChat : deliverToBotFramework)(payload, id);
  };
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
  addPrivatePages(server, {
    open: createPrivatePages({ store, vault, clock, carrier: ports.carrier }),
    log,
  });
  addOwnData(server, { open: createOwnDataPages({ store, vault, clock }), log });
  const assets = openAssets();
  addTranscripts(server, {
    open: createTranscriptPages({ store, vault, clock }),
    timeZone: settings.OPERATOR_TIME_ZONE,
    assets: `/assets/${assets.version}`,
    log,
  });
  addReading(server, parts, reception, assets);
  const door = createDeskDoor({ store, vault, clock, reception });
  if (ports.desk?.name === 'hub' && settings.HUB_SECRET)
    addHub(server, { secret: settings.HUB_SECRET, door, store, clock, log });
  if (ports.desk?.name === 'chatwoot') {
    const secret = settings.CHATWOOT_WEBHOOK_SECRET ?? '';
    addChatwoot(server, { secret, door, store, clock, log });
  }
  if (ports.desk?.name === 'builtIn') doors.desk = openDesk(server, parts, reception, assets);
}

/** The house's own desk, and the watch over chats that nobody looks after. */
function openDesk(server: HttpServer, parts: Parts, reception: Reception, assets: Assets) {
  const { settings, ports, clock, log } = parts;
  const { store, vault, staff, keys } = ports;
  const { name: operatorName, timeZone } = operatorOf(settings);
  const door = createDeskDoor({ store, vault, clock, reception });
  const streams = addDesk(server, {
    room: createDeskRoom({ store, vault, clock, reception, door }),
    report: createDeskReport({ store, clock }),
    store,
    staff,
    secret: settings.DIRECT_LINE_SECRET ?? keys.directLineSecret,
    operatorName,
    timeZone,
    assets: `/assets/${assets.version}`,
    clock,
    log,
    publicUrl: settings.PUBLIC_URL,
    trustProxy: settings.TRUST_PROXY,
  });
  return { streams, watch: createDeskWatch({ store, door, clock, log }) };
}

/** What is read in a browser: the pages, and the panel of itemised records. */
function addReading(server: HttpServer, parts: Parts, reception: Reception, assets: Assets): void {
  const { settings, ports, services, clock, log, sandboxUrl } = parts;
  const { store, sms } = ports;
  const { name: operatorName, hotline, timeZone } = operatorOf(settings);
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
