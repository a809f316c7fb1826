import { type DestinationStream, pino } from 'pino';
import { maskText } from '../../domain/masking.ts';
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

/** Ids that we made ourselves: they name nobody, and their digits are looked for as they are. */
const ids = new Set(['conversationId', 'requestId', 'id', 'incident']);

/** Whatever else a caller says goes through the masking table (rights §5.3 G), however deep it lies. */
function maskedFacts(facts: unknown): unknown {
  if (typeof facts === 'string') return maskText(facts, 'log').masked;
  // A count stays; eleven digits are no count.
  if (typeof facts === 'number' && facts >= 1e10) return maskText(String(facts), 'log').masked;
  if (Array.isArray(facts)) return facts.map(maskedFacts);
  if (typeof facts !== 'object' || facts === null) return facts;
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, ids.has(name) ? fact : maskedFacts(fact)]),
  );
}

/** A log on standard output, one JSON line an event. */
export function createPinoLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redacted.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  const line = (event: string, facts: Record<string, unknown> = {}) => ({
    event,
    ...(maskedFacts(facts) as object),
  });
  return {
    info: (event, facts) => logger.info(line(event, facts)),
    warn: (event, facts) => logger.warn(line(event, facts)),
    error: (event, facts) => logger.error(line(event, facts)),
  };
}
