import { z } from 'zod';
import { type Rule, together, url, wholeNumber } from './values.ts';

/** The recogniser in the cloud. */
export const recognizer = {
  CLU_ENDPOINT: url.optional(),
  CLU_KEY: z.string().optional(),
  CLU_PROJECT: z.string().default('mingbai'),
  CLU_DEPLOYMENT: z.string().default('production'),
  CLU_TIMEOUT_MS: wholeNumber(100, 10_000).default(1500),
};

/** What they must be together. */
export const recognizerRules: readonly Rule[] = [
  together('CLU_KEY', ['CLU_ENDPOINT'], 'and CLU_ENDPOINT are set together or not at all'),
];
