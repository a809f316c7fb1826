import { regulatedChange } from './shared/regulatedChange.ts';

/** Suspends the line: a lost phone, a long journey. Emergency calls are spoken of before (D29). */
export const suspendLine = regulatedChange({
  name: 'suspendLine',
  wish: () => ({ action: 'suspend' }),
});
