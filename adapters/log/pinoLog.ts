import { type DestinationStream, pino } from 'pino';
import type { Log } from '../../ports/services.ts';

/** Facts that must never reach a log even if a caller slips (INV-5): pino blanks them. */
const redacted = [
  'text',
  'phoneNumber',
  'code',
  'token',
  'secret',
  'authorization',
  'sealedPayload',
];

/** A log on standard output, one JSON line an event. */
export function createPinoLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redacted.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  return {
    info: (event, facts) => logger.info({ event, ...facts }),
    warn: (event, facts) => logger.warn({ event, ...facts }),
    error: (event, facts) => logger.error({ event, ...facts }),
  };
}
