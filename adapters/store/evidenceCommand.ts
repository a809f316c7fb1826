import { ConfigError, readConfig } from '../../config.ts';
import { runEvidence } from './evidenceProgram.ts';

// What an auditor asks of the evidence. Run by `npm run evidence -- verify | show | export | check | key`.
try {
  process.exitCode = await runEvidence(process.argv.slice(2), {
    settings: () => readConfig(),
    print: (line) => console.log(line),
  });
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 2;
}
