import { z } from 'zod';
import { type Rule, secret, together, url, wholeNumber } from './values.ts';

/** Where people take over. */
export const desk = {
  AGENT_DESK: z
    .enum(
      ['builtIn', 'chatwoot', 'hub', 'weCom', 'none'],
      'must be builtIn, chatwoot, hub, weCom or none',
    )
    .default('builtIn'),
  DESK_HOURS: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'must be hours such as 08:00-22:00')
    .default('00:00-00:00'),
  DESK_QUEUE_LIMIT: wholeNumber(1, 100_000).default(200),
  DESK_OIDC_ISSUER: url.optional(),
  DESK_OIDC_CLIENT_ID: z.string().optional(),
  DESK_OIDC_CLIENT_SECRET: z.string().optional(),
  DESK_OIDC_ROLE_CLAIM: z.string().default('roles'),
  CHATWOOT_URL: url.optional(),
  CHATWOOT_ACCOUNT_ID: z.string().optional(),
  CHATWOOT_INBOX_ID: z.string().optional(),
  CHATWOOT_TOKEN: z.string().optional(),
  CHATWOOT_WEBHOOK_SECRET: z.string().optional(),
  HUB_URL: url.optional(),
  HUB_SECRET: secret.optional(),
};

/** What they must be together. */
export const deskRules: readonly Rule[] = [
  together(
    'DESK_OIDC_ISSUER',
    ['DESK_OIDC_CLIENT_ID', 'DESK_OIDC_CLIENT_SECRET'],
    'is set together with DESK_OIDC_CLIENT_ID and DESK_OIDC_CLIENT_SECRET',
  ),
  needs('chatwoot', [
    'CHATWOOT_URL',
    'CHATWOOT_ACCOUNT_ID',
    'CHATWOOT_INBOX_ID',
    'CHATWOOT_TOKEN',
    'CHATWOOT_WEBHOOK_SECRET',
  ]),
  needs('hub', ['HUB_URL', 'HUB_SECRET']),
  {
    path: 'AGENT_DESK',
    message: 'weCom needs WECOM_CORP_ID',
    holds: (given) => given.AGENT_DESK !== 'weCom' || Boolean(given.WECOM_CORP_ID),
  },
];

/** A desk elsewhere is reached by all of these, so that no secret is ever empty. */
function needs(desk: string, names: readonly string[]): Rule {
  return {
    path: 'AGENT_DESK',
    message: `${desk} needs ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
    holds: (given) => given.AGENT_DESK !== desk || names.every((name) => given[name]),
  };
}
