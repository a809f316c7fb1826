import { createEmbeddedRecognizer } from './embedded.ts';
import { ownModelFile } from './modelFile.ts';
import { loadProject } from './project.ts';

// npm run nlu:train: makes the model beforehand, where the first start should not wait for it.
await createEmbeddedRecognizer({ project: loadProject(), modelFile: ownModelFile });
