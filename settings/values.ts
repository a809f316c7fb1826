import { z } from 'zod';

/** A TCP port; 0 takes any that is free. */
export const port = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must be 0 to 65535')
  .max(65_535, 'must be 0 to 65535');
/** A whole number within limits. */
export const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
/** What seals or signs: long enough not to be guessed. */
export const secret = z.string().min(32, 'must have at least 32 characters');
/** An address of HTTP. */
export const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });
/** true or false. */
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

/** The EncodingAESKey of WeChat and WeCom. */
export const aesKey = z
  .string()
  .regex(/^[0-9A-Za-z]{43}$/, 'must be the 43 letters and digits of the EncodingAESKey');

/** What settings must be together; `path` is the one that the fault is told of. */
export interface Rule {
  readonly path: string;
  readonly message: string;
  /** Asked also when one of them is wrong by itself, so that every fault is told at once. */
  readonly holds: (given: Readonly<Record<string, unknown>>) => unknown;
}

/** All of them are set, or none is. */
export function together(path: string, others: readonly string[], message: string): Rule {
  const isSame = (given: Readonly<Record<string, unknown>>) =>
    new Set([path, ...others].map((name) => given[name] === undefined)).size === 1;
  return { path, message, holds: isSame };
}
