import { readFileSync } from 'node:fs';
import { z } from 'zod';

const port = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must be 0 to 65535')
  .max(65_535, 'must be 0 to 65535');
const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
const secret = z.string().min(32, 'must have at least 32 characters');
const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });
const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'must be an IANA time zone such as Asia/Shanghai');

const urlsByApi = z.string().transform((text, context) => {
  try {
    return z.record(z.string(), url).parse(JSON.parse(text));
  } catch {
    context.addIssue('must be JSON such as {"TMF678":"https://billing.example.com/v4"}');
    return z.NEVER;
  }
});

/** The JSON an HTTP SMS gateway takes, with places to fill in. */
const smsBody = z.string().transform((text, context): Readonly<Record<string, unknown>> => {
  try {
    if (!text.includes('{to}') || !text.includes('{text}')) throw new Error('a place is missing');
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    context.addIssue('must be a JSON object with {to} and {text} in its texts');
    return z.NEVER;
  }
});

/** The template of notices outside WeChat's 48 hours, and what stands in its fields. */
const weChatNotice = z.string().transform((text, context) => {
  try {
    return z
      .strictObject({ template_id: z.string().min(1), data: z.record(z.string(), z.string()) })
      .parse(JSON.parse(text));
  } catch {
    context.addIssue('must be JSON such as {"template_id":"…","data":{"thing1":"{text}"}}');
    return z.NEVER;
  }
});

/** Every setting, its default and what it must look like. `.env.example` explains each to the operator. */
const schema = z
  .object({
    PORT: port.default(3978),
    HOST: z.string().default('127.0.0.1'),
    PUBLIC_URL: url.optional(),
    DATA_FOLDER: z.string().default('.data'),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .optional(),
    DATA_KEY: secret.optional(),
    AGREEMENT_P12: z.string().optional(),
    AGREEMENT_P12_PASSWORD: z.string().optional(),
    OPERATOR_NAME_ZH: z.string().default('明白通信'),
    OPERATOR_NAME_EN: z.string().default('Mingbai Telecom'),
    OPERATOR_LEGAL_NAME_ZH: z.string().default('明白通信有限公司'),
    OPERATOR_LEGAL_NAME_EN: z.string().default('Mingbai Telecom Ltd'),
    OPERATOR_ADDRESS: z.string().default('示范省明白市清楚路 1 号'),
    OPERATOR_LICENCE: z.string().default('DEMO-0000'),
    OPERATOR_HOTLINE: z.string().default('10000'),
    POLICY: z.enum(['cn', 'eu'], 'must be cn or eu').default('cn'),
    OPERATOR_TIME_ZONE: timeZone.default('Asia/Shanghai'),
    CARRIER_URL: url.optional(),
    CARRIER_API_URLS: urlsByApi.optional(),
    CARRIER_TOKEN: z.string().optional(),
    CARRIER_PASSWORD_URL: url.optional(),
    CARRIER_TIMEOUT_MS: wholeNumber(100, 30_000).default(5000),
    SMS_GATEWAY: z
      .enum(['tmf681', 'http', 'smpp'], 'must be tmf681, http or smpp')
      .default('tmf681'),
    SMS_GATEWAY_URL: z
      .string()
      .refine((text) => URL.canParse(text), 'must be a URL')
      .optional(),
    SMS_GATEWAY_TOKEN: z.string().optional(),
    SMS_GATEWAY_SECRET: secret.optional(),
    SMS_GATEWAY_BODY: smsBody.prefault(
      '{"to":"{to}","from":"{from}","text":"{text}","id":"{key}"}',
    ),
    SMS_SENDER: z
      .string()
      .regex(/^[\w+ -]{1,20}$/, 'must be the service number, at most 20 characters')
      .optional(),
    SMS_TIMEOUT_MS: wholeNumber(100, 30_000).default(5000),
    SMS_REPLY_SECRET: secret.optional(),
    MAIL_SMTP_URL: z
      .string()
      .refine(
        (text) => /^smtps?:\/\/[^/]/.test(text) && URL.canParse(text),
        'must be an smtp(s) URL',
      )
      .optional(),
    MAIL_FROM: z
      .string()
      .regex(
        /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
        'must be an address such as notices@example.com or Example <notices@example.com>',
      )
      .optional(),
    MAIL_TIMEOUT_MS: wholeNumber(100, 60_000).default(10_000),
    SANDBOX: z.enum(['start', 'use', 'none'], 'must be start, use or none').optional(),
    SANDBOX_PORT: port.default(3979),
    DIRECT_LINE_SECRET: secret.optional(),
    WIDGET_ORIGINS: list
      .refine(
        (origins) =>
          origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
        'must be origins such as https://www.example.com, comma separated',
      )
      .default([]),
    USER_TOKEN_KEY: z
      .string()
      .refine(
        (key) => key.includes('BEGIN') || key.length >= 32,
        'must be a PEM public key or at least 32 characters',
      )
      .optional(),
    USER_TOKEN_ISSUER: z.string().default('operator'),
    TRUST_PROXY: flag.default(false),
    POSTS_PER_MINUTE: wholeNumber(1, 1_000_000).default(60),
    TOKENS_PER_MINUTE: wholeNumber(1, 1_000_000).default(30),
    MICROSOFT_APP_ID: z.string().optional(),
    MICROSOFT_APP_PASSWORD: z.string().optional(),
    MICROSOFT_APP_TYPE: z
      .enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI'])
      .default('MultiTenant'),
    MICROSOFT_APP_TENANT_ID: z.string().optional(),
    BOT_FRAMEWORK_EMULATOR: flag.default(false),
    WECHAT_APP_ID: z
      .string()
      .regex(/^wx[0-9a-z]{16}$/, 'must be wx and sixteen letters or digits')
      .optional(),
    WECHAT_APP_SECRET: z.string().optional(),
    WECHAT_TOKEN: z
      .string()
      .regex(/^[0-9A-Za-z]{3,32}$/, 'must be 3 to 32 letters and digits')
      .optional(),
    WECHAT_AES_KEY: z
      .string()
      .regex(/^[0-9A-Za-z]{43}$/, 'must be the 43 letters and digits of the EncodingAESKey')
      .optional(),
    WECHAT_API_URL: url.optional(),
    WECHAT_NOTICE: weChatNotice.optional(),
    AGENT_DESK: z
      .enum(['builtIn', 'chatwoot', 'hub', 'none'], 'must be builtIn, chatwoot, hub or none')
      .default('builtIn'),
    HUB_URL: url.optional(),
    HUB_SECRET: secret.optional(),
    CHATWOOT_URL: url.optional(),
    CHATWOOT_ACCOUNT_ID: z.string().optional(),
    CHATWOOT_INBOX_ID: z.string().optional(),
    CHATWOOT_TOKEN: z.string().optional(),
    CHATWOOT_WEBHOOK_SECRET: z.string().optional(),
    WECOM_CORP_ID: z.string().optional(),
    WECOM_SECRET: z.string().optional(),
    WECOM_TOKEN: z
      .string()
      .regex(/^[0-9A-Za-z]{1,32}$/, 'must be up to 32 letters and digits')
      .optional(),
    WECOM_AES_KEY: z
      .string()
      .regex(/^[0-9A-Za-z]{43}$/, 'must be the 43 letters and digits of the EncodingAESKey')
      .optional(),
    WECOM_API_URL: url.default('https://qyapi.weixin.qq.com'),
    DESK_HOURS: z
      .string()
      .regex(
        /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
        'must be hours such as 08:00-22:00',
      )
      .default('00:00-00:00'),
    DESK_OIDC_ISSUER: url.optional(),
    DESK_OIDC_CLIENT_ID: z.string().optional(),
    DESK_OIDC_CLIENT_SECRET: z.string().optional(),
    DESK_OIDC_ROLE_CLAIM: z.string().default('roles'),
    DESK_QUEUE_LIMIT: wholeNumber(1, 100_000).default(200),
    CLU_ENDPOINT: url.optional(),
    CLU_KEY: z.string().optional(),
    CLU_PROJECT: z.string().default('mingbai'),
    CLU_DEPLOYMENT: z.string().default('production'),
    CLU_TIMEOUT_MS: wholeNumber(100, 10_000).default(1500),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .refine((all) => (all.CLU_ENDPOINT === undefined) === (all.CLU_KEY === undefined), {
    path: ['CLU_KEY'],
    message: 'and CLU_ENDPOINT are set together or not at all',
    when: () => true,
  })
  .refine(
    ({ WECOM_CORP_ID: id, WECOM_SECRET: secret, WECOM_TOKEN: token, WECOM_AES_KEY: key }) =>
      new Set([id, secret, token, key].map((given) => given === undefined)).size === 1,
    {
      path: ['WECOM_CORP_ID'],
      message: 'is set together with WECOM_SECRET, WECOM_TOKEN and WECOM_AES_KEY',
      when: () => true,
    },
  )
  .refine(
    ({ DESK_OIDC_ISSUER: issuer, DESK_OIDC_CLIENT_ID: id, DESK_OIDC_CLIENT_SECRET: secret }) =>
      issuer ? id && secret : !id && !secret,
    {
      path: ['DESK_OIDC_ISSUER'],
      message: 'is set together with DESK_OIDC_CLIENT_ID and DESK_OIDC_CLIENT_SECRET',
      when: () => true,
    },
  )
  .refine(
    (all) =>
      all.AGENT_DESK !== 'chatwoot' ||
      (all.CHATWOOT_URL &&
        all.CHATWOOT_ACCOUNT_ID &&
        all.CHATWOOT_INBOX_ID &&
        all.CHATWOOT_TOKEN &&
        all.CHATWOOT_WEBHOOK_SECRET),
    {
      path: ['AGENT_DESK'],
      message:
        'chatwoot needs CHATWOOT_URL, CHATWOOT_ACCOUNT_ID, CHATWOOT_INBOX_ID, CHATWOOT_TOKEN and CHATWOOT_WEBHOOK_SECRET',
      when: () => true,
    },
  )
  .refine((all) => all.AGENT_DESK !== 'hub' || (all.HUB_URL && all.HUB_SECRET), {
    path: ['AGENT_DESK'],
    message: 'hub needs HUB_URL and HUB_SECRET',
    when: () => true,
  })
  .refine((all) => fitsGateway(all), {
    path: ['SMS_GATEWAY_URL'],
    message: 'must be https://… for SMS_GATEWAY=http, smpp://system:password@host:2775 for smpp',
    when: () => true,
  })
  .refine((all) => (all.MAIL_SMTP_URL === undefined) === (all.MAIL_FROM === undefined), {
    path: ['MAIL_FROM'],
    message: 'and MAIL_SMTP_URL are set together or not at all',
    when: () => true,
  })
  .refine(
    ({ WECHAT_APP_ID: id, WECHAT_APP_SECRET: secret, WECHAT_TOKEN: token, WECHAT_AES_KEY: key }) =>
      id ? secret && token : !secret && !token && !key,
    {
      path: ['WECHAT_APP_ID'],
      message: 'is set together with WECHAT_APP_SECRET and WECHAT_TOKEN',
      when: () => true,
    },
  )
  .refine((all) => all.MICROSOFT_APP_ID === undefined || !all.BOT_FRAMEWORK_EMULATOR, {
    path: ['BOT_FRAMEWORK_EMULATOR'],
    message: 'cannot be true when MICROSOFT_APP_ID is set: it would open the endpoint',
    when: () => true,
  });

function fitsGateway({
  SMS_GATEWAY: gateway,
  SMS_GATEWAY_URL: url = '',
}: {
  readonly SMS_GATEWAY?: string;
  readonly SMS_GATEWAY_URL?: string | undefined;
}): boolean {
  if (gateway === 'http') return /^https?:\/\/[^/]/.test(url);
  if (gateway === 'smpp') return /^s?smpp:\/\/[^/:@]+:[^/:@]+@[^/]/.test(url);
  return true;
}

/** Settings as they were checked. Without a carrier of its own the bot starts the sandbox. */
export type Settings = z.infer<typeof schema> & {
  readonly CARRIER_URL: string;
  readonly SANDBOX: 'start' | 'use' | 'none';
};

function withCarrier(settings: z.infer<typeof schema>): Settings {
  const own = `http://127.0.0.1:${settings.SANDBOX_PORT}`;
  const { CARRIER_URL = own, SANDBOX = CARRIER_URL === own ? 'start' : 'none' } = settings;
  return { ...settings, CARRIER_URL, SANDBOX };
}

/** A fault in the settings, as sentences for the engineer. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : 'faults'}:\n${faults.map((fault) => `  ${fault}`).join('\n')}\nSee .env.example for what each setting means.`,
    );
    this.name = 'ConfigError';
  }
}

/** Reads the environment and a `.env` file beside it; the environment wins. Lists all faults at once. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, file = '.env'): Settings {
  const given = { ...readEnvFile(file), ...environment };
  // An empty value in a copied .env.example means “not set”.
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (parsed.success) return withCarrier(parsed.data);
  throw new ConfigError(
    parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
  );
}

function readEnvFile(file: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    return match?.[1] ? [[match[1], (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2')]] : [];
  });
  return Object.fromEntries(pairs);
}
