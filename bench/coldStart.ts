import { setTimeout as wait } from 'node:timers/promises';
import { askJson } from './http.ts';
import { freePort, startProgram } from './processes.ts';

/** Seconds from starting the program until `/readyz` says yes: bot and sandbox, as `npm start`. */
export async function secondsToReady(dataFolder: string): Promise<number> {
  const sandboxPort = String(await freePort());
  const startedAt = performance.now();
  const program = await startProgram('index.ts', {
    PORT: '0',
    SANDBOX_PORT: sandboxPort,
    DATA_FOLDER: dataFolder,
    LOG_LEVEL: 'error',
  });
  try {
    while (!(await isReady(program.url))) await wait(10);
    return (performance.now() - startedAt) / 1000;
  } finally {
    await program.stop();
  }
}

async function isReady(url: string): Promise<boolean> {
  return askJson('GET', `${url}/readyz`, undefined).then(
    () => true,
    () => false,
  );
}
