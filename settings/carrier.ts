import { z } from 'zod';
import { port, url, wholeNumber } from './values.ts';

const urlsByApi = z.string().transform((text, context) => {
  try {
    return z.record(z.string(), url).parse(JSON.parse(text));
  } catch {
    context.addIssue('must be JSON such as {"TMF678":"https://billing.example.com/v4"}');
    return z.NEVER;
  }
});

/** The operator’s systems, or the sandbox in their place. */
export const carrier = {
  CARRIER_URL: url.optional(),
  CARRIER_API_URLS: urlsByApi.optional(),
  CARRIER_TOKEN: z.string().optional(),
  CARRIER_PASSWORD_URL: url.optional(),
  CARRIER_TIMEOUT_MS: wholeNumber(100, 30_000).default(5000),
  SANDBOX: z.enum(['start', 'use', 'none'], 'must be start, use or none').optional(),
  SANDBOX_PORT: port.default(3979),
};
