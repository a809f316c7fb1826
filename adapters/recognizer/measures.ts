import { outOfScope } from './model.ts';

/** One answer to a test message. */
export interface Answer {
  readonly intent: string;
  /** What was decided: an intent, or `None`. */
  readonly found: string;
  /** The likeliest intent that is not `None`, whatever was decided. */
  readonly guess: string;
  /** How sure of the guess, 0–1. */
  readonly confidence: number;
}

/** How good a recogniser is; every share is 0–1, NaN where there is nothing to count. */
export interface Measures {
  readonly accuracy: number;
  readonly macroF1: number;
  /** Of messages that have an intent, so many got it; a rejected one is wrong. */
  readonly inScopeAccuracy: number;
  /** Of messages that have none, so many were rejected. */
  readonly oosRecall: number;
  /** How often a message in scope is surer than one out of scope. */
  readonly auroc: number;
  /** Expected calibration error: how far confidence is from how often the guess is right, in 15 steps. */
  readonly ece: number;
}

/** Counts everything worth knowing about the answers. */
export function measure(answers: readonly Answer[]): Measures {
  const [inside, outside] = [
    answers.filter(({ intent }) => intent !== outOfScope),
    answers.filter(({ intent }) => intent === outOfScope),
  ];
  return {
    accuracy: share(answers, isRight),
    macroF1: macroF1(answers),
    inScopeAccuracy: share(inside, isRight),
    oosRecall: share(outside, isRight),
    auroc: auroc(
      inside.map(({ confidence }) => confidence),
      outside.map(({ confidence }) => confidence),
    ),
    ece: calibrationError(answers),
  };
}

const isRight = ({ intent, found }: Answer) => intent === found;

function share(answers: readonly Answer[], holds: (answer: Answer) => boolean): number {
  return answers.filter(holds).length / answers.length;
}

/** The mean over intents of the harmonic mean of precision and recall. */
function macroF1(answers: readonly Answer[]): number {
  const intents = [...new Set(answers.map(({ intent }) => intent))];
  const scores = intents.map((name) => {
    const right = answers.filter((answer) => answer.intent === name && isRight(answer)).length;
    const wanted = answers.filter(({ intent }) => intent === name).length;
    const claimed = answers.filter(({ found }) => found === name).length;
    return (2 * right) / (wanted + claimed);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The area under the ROC curve, by ranks; equal confidences count half. */
function auroc(inside: readonly number[], outside: readonly number[]): number {
  let wins = 0;
  for (const one of inside) {
    for (const other of outside) wins += one > other ? 1 : one === other ? 0.5 : 0;
  }
  return wins / (inside.length * outside.length);
}

function calibrationError(answers: readonly Answer[], steps = 15): number {
  let error = 0;
  for (let step = 0; step < steps; step += 1) {
    const some = answers.filter(
      ({ confidence }) => Math.min(steps - 1, Math.floor(confidence * steps)) === step,
    );
    if (some.length === 0) continue;
    const sure = some.reduce((sum, { confidence }) => sum + confidence, 0) / some.length;
    const right = share(some, ({ intent, guess }) => intent === guess);
    error += (some.length / answers.length) * Math.abs(sure - right);
  }
  return error;
}

/** What was taken for what, the most frequent first: `[intent, found, times]`. */
export function confusions(answers: readonly Answer[]): Array<[string, string, number]> {
  const counts = new Map<string, number>();
  for (const answer of answers.filter((one) => !isRight(one))) {
    const pair = `${answer.intent}\n${answer.found}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([pair, times]) => {
      const [intent = '', found = ''] = pair.split('\n');
      return [intent, found, times];
    });
}
