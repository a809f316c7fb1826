import { writeFileSync } from 'node:fs';
import { checkCluFile } from './cluFile.ts';
import { loadProject } from './project.ts';

// Writes what Azure imports, to a file or to the screen. Run by `npm run clu:export -- [FILE]`.
const project = checkCluFile(JSON.parse(loadProject().source));
const json = `${JSON.stringify(project, undefined, 1)}\n`;
const [file] = process.argv.slice(2);
if (file) writeFileSync(file, json);
else process.stdout.write(json);
