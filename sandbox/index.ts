import { startSandbox } from './server.ts';
import { readSettings, type SandboxSettings } from './settings.ts';
import { sentenceOf } from './startFault.ts';

let settings: SandboxSettings | undefined;
let isClosing = false;

/** Started by the bot, the sandbox leaves it to the bot to say what is wrong: once, not twice. */
function giveUp(error: unknown): void {
  if (isClosing) return;
  isClosing = true;
  const fault = sentenceOf(error, settings);
  if (process.connected) process.send?.({ fault }, () => process.exit(1));
  else {
    console.error(fault);
    process.exit(1);
  }
}

// The parent's end is ours too, also while we are still starting or were still being loaded.
process.once('disconnect', () => process.exit(0));
if (process.send && !process.connected) process.exit(0);

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
