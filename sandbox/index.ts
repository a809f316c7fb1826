import { startSandbox } from './server.ts';
import { readSettings, type SandboxSettings } from './settings.ts';
import { sentenceOf } from './startFault.ts';

let settings: SandboxSettings | undefined;
let isClosing = false;

function giveUp(error: unknown): void {
  if (isClosing) return;
  isClosing = true;
  console.error(sentenceOf(error, settings));
  process.exit(1);
}

// The parent's end is ours too, also while we are still starting.
process.once('disconnect', () => process.exit(0));

try {
  settings = readSettings();
  const { url, close } = await startSandbox({
    ...settings,
    clock: () => new Date(),
    onFailure: giveUp,
  });
  const stop = () => {
    if (isClosing) return;
    isClosing = true;
    void close().then(() => process.exit(0));
  };
  process.removeAllListeners('disconnect');
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(event, stop);
  if (process.send) process.send({ ready: url });
  else {
    console.log(`Sandbox operator  ${url}`);
    console.log(`Demo phone        ${url}/phone`);
    console.log(`Public tariffs    ${url}/tariffs`);
  }
} catch (error) {
  giveUp(error);
}
