import { makeUsage, readUsageRequest } from './makeUsage.ts';
import { readSettings, type SandboxSettings } from './settings.ts';
import { sentenceOf } from './startFault.ts';

// The command `npm run sandbox:usage`: many usage records for one number, to measure with.
let settings: SandboxSettings | undefined;
try {
  settings = readSettings();
  const request = readUsageRequest(process.argv.slice(2));
  const { records, number } = request;
  const startedAt = performance.now();
  await makeUsage(settings.dataFolder, request, new Date());
  const seconds = (performance.now() - startedAt) / 1000;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${records} usage records for ${number} in ${seconds.toFixed(1)} s (${Math.round(records / seconds)} a second), at most ${megabytes} MB of memory.`,
  );
} catch (error) {
  console.error(sentenceOf(error, settings));
  process.exitCode = 1;
}
