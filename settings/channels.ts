import { z } from 'zod';
import { flag, type Rule, secret } from './values.ts';

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** The web page and the channels of Azure. */
export const channels = {
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
  MICROSOFT_APP_ID: z.string().optional(),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MICROSOFT_APP_TYPE: z
    .enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI'])
    .default('MultiTenant'),
  MICROSOFT_APP_TENANT_ID: z.string().optional(),
  BOT_FRAMEWORK_EMULATOR: flag.default(false),
};

/** What they must be together. */
export const channelsRules: readonly Rule[] = [
  {
    path: 'BOT_FRAMEWORK_EMULATOR',
    message: 'cannot be true when MICROSOFT_APP_ID is set: it would open the endpoint',
    holds: (given) => given.MICROSOFT_APP_ID === undefined || !given.BOT_FRAMEWORK_EMULATOR,
  },
];
