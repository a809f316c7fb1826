import { z } from 'zod';
import { type Rule, secret, together, wholeNumber } from './values.ts';

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

/** SMS and mail. */
export const notices = {
  SMS_GATEWAY: z.enum(['tmf681', 'http', 'smpp'], 'must be tmf681, http or smpp').default('tmf681'),
  SMS_GATEWAY_URL: z
    .string()
    .refine((text) => URL.canParse(text), 'must be a URL')
    .optional(),
  SMS_GATEWAY_TOKEN: z.string().optional(),
  SMS_GATEWAY_SECRET: secret.optional(),
  SMS_GATEWAY_BODY: smsBody.prefault('{"to":"{to}","from":"{from}","text":"{text}","id":"{key}"}'),
  SMS_SENDER: z
    .string()
    .regex(/^[\w+ -]{1,20}$/, 'must be the service number, at most 20 characters')
    .optional(),
  SMS_TIMEOUT_MS: wholeNumber(100, 30_000).default(5000),
  SMS_REPLY_SECRET: secret.optional(),
  MAIL_SMTP_URL: z
    .string()
    .refine((text) => /^smtps?:\/\/[^/]/.test(text) && URL.canParse(text), 'must be an smtp(s) URL')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
      'must be an address such as notices@example.com or Example <notices@example.com>',
    )
    .optional(),
  MAIL_TIMEOUT_MS: wholeNumber(100, 60_000).default(10_000),
};

/** What they must be together. */
export const noticesRules: readonly Rule[] = [
  {
    path: 'SMS_GATEWAY_URL',
    message: 'must be https://… for SMS_GATEWAY=http, smpp://system:password@host:2775 for smpp',
    holds: fitsGateway,
  },
  together('MAIL_FROM', ['MAIL_SMTP_URL'], 'and MAIL_SMTP_URL are set together or not at all'),
];

function fitsGateway({
  SMS_GATEWAY: gateway,
  SMS_GATEWAY_URL: url = '',
}: Parameters<Rule['holds']>[0]) {
  if (gateway === 'http') return /^https?:\/\/[^/]/.test(String(url));
  if (gateway === 'smpp') return /^s?smpp:\/\/[^/:@]+:[^/:@]+@[^/]/.test(String(url));
  return true;
}
