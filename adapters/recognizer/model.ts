import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { seededRandom, softmax } from './arrays.ts';
import { viewsOf } from './features.ts';
import { type Network, networkScores } from './network.ts';
import { type Lessons, learnRegression, type Regression, regressionScores } from './regression.ts';
import { learnVocabulary, type Vocabulary, vectoriser } from './vocabulary.ts';

/** A message and its intent, to learn from. */
export interface Example {
  readonly text: string;
  readonly intent: string;
}

/** What is none of the intents; an intent like any other to the model. */
export const outOfScope = 'None';

/** A trained model, as plain data. */
export interface Model {
  readonly intents: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly regression: Regression;
  readonly networks: readonly Network[];
}

/** Each network starts from other random numbers: where they disagree none is sure. */
const networkSeeds = [3, 77, 5, 11, 13, 17];

/** Learns from examples, in a repeatable way: softmax regression and small networks side by side. */
export async function train(examples: readonly Example[]): Promise<Model> {
  const classes = openClasses();
  const intents = [...new Set(examples.map(({ intent }) => intent))].sort();
  // An intent's own name is an example of it: `card_arrival`, `checkBill`.
  const names = intents
    .filter((intent) => intent !== outOfScope)
    .map((intent) => ({ text: wordsOf(intent), intent }));
  const all = [...examples, ...names];
  const messages = all.map(({ text }) => viewsOf(text));
  const vocabulary = learnVocabulary(messages);
  const numbers = new Map(intents.map((intent, number) => [intent, number]));
  const lessons = {
    vectors: messages.map(vectoriser(vocabulary)),
    targets: all.map(({ intent }) => numbers.get(intent) ?? 0),
    featureCount: vocabulary.hashes.length,
    intentCount: intents.length,
  };
  const networks = Promise.all(classes.map((learn) => learn(lessons)));
  const regression = learnRegression(lessons, seededRandom(7));
  return { intents, vocabulary, regression, networks: (await networks).flat() };
}

const program = fileURLToPath(new URL('./networkProgram.ts', import.meta.url));

/** A process for each core that makes its share of the networks; opened early, for it takes its time. */
function openClasses(): Array<(lessons: Lessons) => Promise<Network[]>> {
  const count = Math.min(availableParallelism(), networkSeeds.length);
  return Array.from({ length: count }, (_unused, number) => {
    const seeds = networkSeeds.filter((_seed, place) => place % count === number);
    const child = fork(program, { serialization: 'advanced' });
    const failed = new Promise<never>((_resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error('a network did not learn to its end')));
    });
    return (lessons) => {
      const learnt = new Promise<Network[]>((resolve, reject) => {
        child.once('message', (networks) => resolve(networks as Network[]));
        child.send({ lessons, seeds }, (error) => error && reject(error));
      });
      return Promise.race([learnt, failed]);
    };
  });
}

function wordsOf(intent: string): string {
  return intent.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/[_\-.:/]+/g, ' ');
}

/** All intents for a message, best first; confidences add up to 1. */
export type Rank = (text: string) => Array<{ intent: string; confidence: number }>;

/**
 * Scores are multiplied by it before they become shares: dropout and unknown words make the parts less
 * sure than they are right. Chosen on held-out messages of four sets, the same for all.
 */
const sharpness = 1.5;

/** Makes the function that ranks: the mean of what the parts of the model hold probable. */
export function ranker({ intents, vocabulary, regression, networks }: Model): Rank {
  const vectorOf = vectoriser(vocabulary);
  return (text) => {
    const vector = vectorOf(viewsOf(text));
    const opinions = [
      regressionScores(regression, vector),
      ...networks.map((network) => networkScores(network, vector)),
    ].map((scores) => softmax(scores.map((score) => score * sharpness)));
    return intents
      .map((intent, number) => ({
        intent,
        confidence:
          opinions.reduce((sum, opinion) => sum + (opinion[number] ?? 0), 0) / opinions.length,
      }))
      .sort((a, b) => b.confidence - a.confidence);
  };
}
