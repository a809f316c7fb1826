import { regulatedChange } from './shared/regulatedChange.ts';

/** Brings a suspended line back. */
export const resumeLine = regulatedChange({
  name: 'resumeLine',
  wish: () => ({ action: 'resume' }),
});
