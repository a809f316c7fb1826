/** The sandbox's own settings; the bot's are none of its business. */
export interface SandboxSettings {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
}

/** A fault in the settings, as one sentence for the engineer. */
export class SettingsFault extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'SettingsFault';
  }
}

/** Reads the environment, the only place that does. Throws `SettingsFault`. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): SandboxSettings {
  const {
    SANDBOX_PORT: port = '3979',
    SANDBOX_HOST: host = '127.0.0.1',
    SANDBOX_DATA: dataFolder = '.data/sandbox',
  } = environment;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new SettingsFault(`SANDBOX_PORT must be a port number, 0 to 65535; it is “${port}”.`);
  return { port: Number(port), host, dataFolder };
}
