import { z } from 'zod';
import { flag, port, secret, url, wholeNumber } from './values.ts';

/** How the server listens, remembers and is looked at. */
export const server = {
  PORT: port.default(3978),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  DATA_FOLDER: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATA_KEY: secret.optional(),
  TRUST_PROXY: flag.default(false),
  POSTS_PER_MINUTE: wholeNumber(1, 1_000_000).default(60),
  TOKENS_PER_MINUTE: wholeNumber(1, 1_000_000).default(30),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
};
