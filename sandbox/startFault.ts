import { type SandboxSettings, SettingsFault } from './settings.ts';
import { FolderFault } from './store/folder.ts';

/** What keeps the sandbox from running, as one sentence for the engineer. */
export function sentenceOf(error: unknown, settings: SandboxSettings | undefined): string {
  if (error instanceof FolderFault || error instanceof SettingsFault) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  const { port, host, dataFolder } = settings ?? {};
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop what uses it, or set SANDBOX_PORT to another port.`;
  if (code === 'EACCES')
    return `Port ${port} needs more rights. Set SANDBOX_PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine. Set SANDBOX_HOST to one that is.`;
  return `The sandbox operator cannot run: ${message}. If its data in ${dataFolder} are broken, delete that folder to begin anew.`;
}
