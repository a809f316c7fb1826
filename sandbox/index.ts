import { startSandbox } from './server.ts';

/** The sandbox's own settings; the bot's are none of its business. */
const {
  SANDBOX_PORT = '3979',
  SANDBOX_HOST = '127.0.0.1',
  SANDBOX_DATA = '.data/sandbox',
} = process.env;

/** What went wrong, as one sentence for the engineer. */
function sentenceOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${SANDBOX_PORT} is in use. Stop what uses it, or set SANDBOX_PORT to another port.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return `The folder ${SANDBOX_DATA} cannot be written to (${code}). Check its owner and rights, or set SANDBOX_DATA to another folder.`;
  }
  return `The sandbox operator cannot start (${code ?? (error as Error).name}).`;
}

try {
  const sandbox = await startSandbox({
    port: Number(SANDBOX_PORT),
    host: SANDBOX_HOST,
    dataFolder: SANDBOX_DATA,
    clock: () => new Date(),
  });
  if (process.send) process.send({ ready: sandbox.url });
  else
    console.log(
      `Sandbox operator  ${sandbox.url}\nDemo phone        ${sandbox.url}/phone\nPublic tariffs    ${sandbox.url}/tariffs`,
    );
  let isClosing = false;
  const close = () => {
    if (isClosing) return;
    isClosing = true;
    void sandbox.close().then(() => process.exit(0));
  };
  // The parent's end is ours too, however it came about.
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(event, close);
} catch (error) {
  console.error(sentenceOf(error));
  process.exit(1);
}
