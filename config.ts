import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { carrier } from './settings/carrier.ts';
import { channels, channelsRules } from './settings/channels.ts';
import { desk, deskRules } from './settings/desk.ts';
import { notices, noticesRules } from './settings/notices.ts';
import { operator } from './settings/operator.ts';
import { recognizer, recognizerRules } from './settings/recognizer.ts';
import { server } from './settings/server.ts';
import { weChat, weChatRules } from './settings/weChat.ts';

const rules = [...noticesRules, ...channelsRules, ...weChatRules, ...deskRules, ...recognizerRules];

/** Every setting, its default and what it must look like. `.env.example` explains each to the operator. */
const schema = rules.reduce(
  (settings, { path, message, holds }) =>
    settings.refine(holds, { path: [path], message, when: () => true }),
  z.object({
    ...server,
    ...operator,
    ...carrier,
    ...notices,
    ...channels,
    ...weChat,
    ...desk,
    ...recognizer,
  }),
);

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
