import { runCommand } from './command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  print: (line) => console.log(line),
  now: () => new Date(),
});
