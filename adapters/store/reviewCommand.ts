import { ConfigError, readConfig } from '../../config.ts';
import { runReview } from './reviewProgram.ts';

// What the bot did not understand. Run by `npm run nlu:review -- list | done NUMBER… | export`.
try {
  process.exitCode = await runReview(process.argv.slice(2), {
    settings: () => readConfig(),
    print: (line) => console.log(line),
    now: () => new Date(),
  });
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 2;
}
