import { userInfo } from 'node:os';
import { ConfigError, readConfig } from '../../config.ts';
import { runLegalHold } from './legalHoldProgram.ts';

// Keeps what would be deleted. Run by `npm run legal-hold -- set | lift | list`.
try {
  process.exitCode = await runLegalHold(process.argv.slice(2), {
    settings: () => readConfig(),
    print: (line) => console.log(line),
    now: () => new Date(),
    user: () => userInfo().username,
  });
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 2;
}
