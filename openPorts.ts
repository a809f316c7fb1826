import { randomUUID } from 'node:crypto';
import { createBuiltInDesk } from './adapters/agentDesk/builtIn.ts';
import { createChatwootDesk } from './adapters/agentDesk/chatwoot.ts';
import { chooseStaff } from './adapters/agentDesk/chooseStaff.ts';
import { createHubDesk } from './adapters/agentDesk/hub.ts';
import { deskStanding } from './adapters/agentDesk/standing.ts';
import { certificatePem, loadOperatorKey } from './adapters/agreement/operatorKey.ts';
import { createAgreementPress } from './adapters/agreement/press.ts';
import { carrierUrls, createCarrier } from './adapters/carrier/carrier.ts';
import { createSmtpMail } from './adapters/mail/smtp.ts';
import { createEmbeddedRecognizer } from './adapters/recognizer/embedded.ts';
import { entityFinder } from './adapters/recognizer/entities.ts';
import { ownModelFile } from './adapters/recognizer/modelFile.ts';
import { loadProject } from './adapters/recognizer/project.ts';
import { chooseSms } from './adapters/sms/chooseSms.ts';
import { openStore } from './adapters/store/store.ts';
import { type Keys, loadKeys } from './adapters/vault/keys.ts';
import { createVault } from './adapters/vault/vault.ts';
import { createWeComDesk } from './channels/weCom/handover.ts';
import { createWeComPlatform } from './channels/weCom/platform.ts';
import type { Settings } from './config.ts';
import { weComAccountOf } from './operator.ts';
import type { AgentDesk } from './ports/agentDesk.ts';
import type { AgreementPress } from './ports/agreement.ts';
import type { Carrier } from './ports/carrier.ts';
import type { Mail } from './ports/mail.ts';
import type { Recognizer } from './ports/recognizer.ts';
import type { Clock, Log, Vault } from './ports/services.ts';
import type { Sms } from './ports/sms.ts';
import type { StaffDirectory } from './ports/staff.ts';
import type { Store } from './ports/store.ts';

/** Everything outside, opened. */
export interface Ports {
  /** Names this process among those that share the database. */
  readonly owner: string;
  readonly store: Store;
  readonly recognizer: Recognizer;
  readonly carrier: Carrier;
  readonly sms: Sms;
  /** Absent: notices go by SMS alone. */
  readonly mail?: Mail;
  /** Where people take over; absent: nobody can. */
  readonly desk?: AgentDesk;
  /** Who may sign in at the built-in desk. */
  readonly staff: StaffDirectory;
  readonly press: AgreementPress;
  /** The certificate that agreements are checked by, as PEM. */
  readonly agreementCertificate: () => string;
  readonly vault: Vault;
  readonly keys: Keys;
  close(): Promise<void>;
}

/** Opens the adapters that the settings ask for. Throws `StoreCannotOpen` with one sentence. */
export async function openPorts(settings: Settings, clock: Clock, log: Log): Promise<Ports> {
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
    const sms = openSms(settings, clock, log);
    const mail = createSmtpMail({
      url: settings.MAIL_SMTP_URL,
      from: settings.MAIL_FROM,
      timeoutMs: settings.MAIL_TIMEOUT_MS,
      clock,
    });
    const vault = createVault(settings.DATA_KEY ?? keys.dataKey);
    const desk = openDesk(settings, { clock, store, vault, log });
    return {
      owner,
      store,
      recognizer,
      carrier: openCarrier(settings, clock),
      sms,
      ...(mail && { mail }),
      ...(desk && { desk }),
      staff: openStaff(settings, keys),
      ...openAgreements(settings, clock),
      vault,
      keys,
      async close() {
        await sms.close?.();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openDesk(
  settings: Settings,
  parts: { readonly clock: Clock; readonly store: Store; readonly vault: Vault; readonly log: Log },
): AgentDesk | undefined {
  if (settings.AGENT_DESK === 'none') return undefined;
  const { clock, store } = parts;
  const [from = '', to = ''] = settings.DESK_HOURS.split('-');
  const rules = {
    handoffs: store,
    clock,
    timeZone: settings.OPERATOR_TIME_ZONE,
    hours: [from, to],
    queueLimit: settings.DESK_QUEUE_LIMIT,
  } as const;
  const timeoutMs = settings.CARRIER_TIMEOUT_MS;
  if (settings.AGENT_DESK === 'hub') {
    const { HUB_URL: url = '', HUB_SECRET: secret = '' } = settings;
    return createHubDesk({ ...rules, url, secret, timeoutMs });
  }
  if (settings.AGENT_DESK === 'chatwoot') {
    return createChatwootDesk({
      ...rules,
      url: settings.CHATWOOT_URL ?? '',
      accountId: settings.CHATWOOT_ACCOUNT_ID ?? '',
      inboxId: settings.CHATWOOT_INBOX_ID ?? '',
      token: settings.CHATWOOT_TOKEN ?? '',
      timeoutMs,
    });
  }
  const weCom = settings.AGENT_DESK === 'weCom' && weComAccountOf(settings);
  if (weCom) {
    const platform = createWeComPlatform({ ...parts, account: weCom });
    const standing = deskStanding('weCom', rules, async () => true);
    return createWeComDesk({ ...parts, platform, standing, hours: rules.hours });
  }
  return createBuiltInDesk(rules);
}

function openStaff(settings: Settings, keys: Keys): StaffDirectory {
  const { DESK_OIDC_ISSUER: issuer, DESK_OIDC_CLIENT_ID: clientId = '' } = settings;
  return chooseStaff({
    folder: settings.DATA_FOLDER,
    ...(settings.SANDBOX !== 'none' && { demoPassword: keys.deskPassword }),
    ...(issuer && {
      openIdConnect: {
        issuer,
        clientId,
        clientSecret: settings.DESK_OIDC_CLIENT_SECRET ?? '',
        roleClaim: settings.DESK_OIDC_ROLE_CLAIM,
        allowHttp: issuer.startsWith('http:'),
      },
    }),
  });
}

function openCarrier(settings: Settings, clock: Clock): Carrier {
  return createCarrier({
    urls: carrierUrls(settings.CARRIER_URL, settings.CARRIER_API_URLS),
    timeoutMs: settings.CARRIER_TIMEOUT_MS,
    token: settings.CARRIER_TOKEN,
    passwordUrl: settings.CARRIER_PASSWORD_URL,
    clock,
    timeZone: settings.OPERATOR_TIME_ZONE,
  });
}

function openSms(settings: Settings, clock: Clock, log: Log): Sms {
  const { TMF681 = '' } = carrierUrls(settings.CARRIER_URL, settings.CARRIER_API_URLS);
  return chooseSms({
    gateway: settings.SMS_GATEWAY,
    gatewayUrl: settings.SMS_GATEWAY_URL,
    carrier: { url: TMF681, token: settings.CARRIER_TOKEN },
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
  return { press, agreementCertificate: () => certificatePem(key()) };
}

async function chooseRecognizer(settings: Settings, clock: Clock, log: Log): Promise<Recognizer> {
  const project = loadProject();
  const embedded = await createEmbeddedRecognizer({ project, modelFile: ownModelFile });
  const { CLU_ENDPOINT: endpoint, CLU_KEY: key } = settings;
  if (!endpoint || !key) return embedded;
  // Azure's SDK takes a while to load: only where it is used.
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
