import { z } from 'zod';

/** How the simulated platform behaves; every member can be set while it runs. */
export const settingsSchema = z.strictObject({
  /** How pushes are sealed, chosen in the real platform's console. */
  mode: z.enum(['plain', 'compatible', 'safe']),
  /** Where pushes go: to each in turn, when a service runs as several processes. */
  callbackUrls: z.array(z.url({ protocol: /^https?$/ })),
  /** How long an answer is awaited, and how often a push is made in all. */
  patienceMs: z.int().positive(),
  tries: z.int().positive(),
  /** The next so many answers are lost on their way: the push is made again. */
  loseAnswers: z.int().nonnegative(),
  /** Whether what is spoken comes with its words. */
  recognisesVoice: z.boolean(),
  /** False: menu messages are refused with 40200, as on some real accounts. */
  allowsMenuMessages: z.boolean(),
  /** How far quotas, windows and tokens have aged beyond the clock. */
  aheadMs: z.int().nonnegative(),
  /** The templates of the account's subscription notices. */
  templates: z.array(z.string()),
});

export type PlatformSettings = z.infer<typeof settingsSchema>;

/** As the platform is; tests shorten its patience. */
export const usualSettings: PlatformSettings = {
  mode: 'safe',
  callbackUrls: [],
  patienceMs: 5000,
  tries: 3,
  loseAnswers: 0,
  recognisesVoice: true,
  allowsMenuMessages: true,
  aheadMs: 0,
  templates: ['demo-notice'],
};
