import { type Check, Fault } from '../check.ts';

/** Words that no sentence of a protector of customers has (rights §8). */
const banned = [
  /最终解释权/,
  /残忍拒绝|忍心/,
  /仅剩 ?\d+ ?(?:分钟|小时|份)/,
  /已有 ?\d+ ?人(?:办理|订购)/,
  /机会难得|过期不候|最后机会/,
];
const raw = [/\b1[3-9]\d{9}\b/, /\b\d{17}[\dXx]\b/];

/** All that was said to any of the customers in this run, read once more. */
export const everythingChecks = (heard: () => Promise<string>): readonly Check[] => [
  {
    name: 'usesNoDarkPattern',
    rules: ['E15', 'R25', 'DP4', 'DP5', 'DP6', 'DP12', 'DP23', 'DP25'],
    async run() {
      const all = await heard();
      for (const pattern of banned) {
        const found = pattern.exec(all)?.[0];
        if (found) throw new Fault('word', { found });
      }
    },
  },
  {
    name: 'showsNoWholeNumber',
    rules: ['R20', 'E44'],
    async run() {
      const all = await heard();
      if (raw.some((pattern) => pattern.test(all))) throw new Fault('wholeNumber');
    },
  },
];
