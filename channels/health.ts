import type { Server } from 'restify';
import { sendJson } from './http.ts';

/** What there is to be ready. */
export interface HealthParts {
  /** By name; each throws when its part is not ready. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  readonly checkTimeoutMs?: number;
}

/** Says that the process lives, and which of its parts is not ready; of why, nothing. */
export function addHealth(server: Server, { checks, checkTimeoutMs = 2000 }: HealthParts): void {
  server.get('/healthz', async (_request, response) =>
    sendJson(response, 200, { status: 'alive' }),
  );
  const lookAtAll = () =>
    Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await isReady(check, checkTimeoutMs)] as const,
      ),
    );
  // However many ask at once, the operator's systems are asked once: nobody floods them through us.
  let looking: ReturnType<typeof lookAtAll> | undefined;
  server.get('/readyz', async (_request, response) => {
    looking ??= lookAtAll().finally(() => {
      looking = undefined;
    });
    const parts = await looking;
    const ready = parts.every(([, isUp]) => isUp);
    const states = parts.map(([name, isUp]) => [name, isUp ? 'ready' : 'not ready']);
    sendJson(response, ready ? 200 : 503, { ready, parts: Object.fromEntries(states) });
  });
}

async function isReady(check: () => Promise<void>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([check().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
