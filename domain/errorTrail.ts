import { maskText } from './masking.ts';

const frame = /^\s+at .*:\d+:\d+\)?$/;

/**
 * What may be reported of an error: its name and where in the code it was, never its message, which may
 * quote what a customer typed (INV-5, rights §5.3 G). Something that is no Error gives its type alone.
 */
export function errorTrail(error: unknown, mostFrames = 8): string[] {
  if (!(error instanceof Error)) return [typeof error];
  const { name, message, stack = '' } = error;
  // A message of several lines may have lines that look like places in the code.
  const after = stack.indexOf(message);
  const places = after < 0 ? stack : stack.slice(after + message.length);
  const frames = places.split('\n').filter((line) => frame.test(line));
  const shown = frames
    .slice(0, mostFrames)
    .map((line) => maskText(line.trim(), 'errorReport').masked);
  return [name, ...shown];
}
