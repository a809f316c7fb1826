import { labelHolding, nameOfChoice, placeSaid } from '../../domain/choiceWords.ts';
import { begin, type Reading } from './repertoire.ts';
import type { OfferedChoice } from './state.ts';
import { liveIdentity, show, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** A choice by its words, as a tap says them; only the choices shown last count, older buttons are just words. */
export function choiceNamed(
  offered: readonly OfferedChoice[],
  text: string,
): OfferedChoice | undefined {
  const said = text.normalize('NFKC').trim();
  return offered.find(({ message }) => message.normalize('NFKC') === said);
}

/** Takes a choice that finds itself in the words. */
const choosing =
  (find: (offered: readonly OfferedChoice[], text: string) => OfferedChoice | undefined): Reading =>
  async (dc, turn, repertoire) => {
    const chosen = find(turn.state.offered, turn.heard.text);
    if (chosen) await begin(dc, turn, repertoire, chosen.start);
    return chosen !== undefined;
  };

/** A tap. */
export const tapped = choosing(choiceNamed);

/** A choice by its number or place: “2”, “第二个”, “the last one”. */
export const placed = choosing((offered, text) => {
  const said = text.normalize('NFKC').trim();
  const place = /^[1-9]\d?$/.test(said) ? Number(said) - 1 : placeSaid(said, offered.length);
  return place === undefined ? undefined : offered[place];
});

/** A choice pointed at by part of its name: “流量月包那个”, “the 99 one”. */
export const pointedAt = choosing((offered, text) => {
  const name = nameOfChoice(text);
  return name === undefined ? undefined : choiceHolding(offered, name);
});

/** A choice by a part of its name alone, when the words mean nothing else. */
export const partlyNamed = choosing(choiceHolding);

const all =
  /^(?:(?:两个|两样|都|全部)+(?:要|看|查|是|想看|想查)?|both(?: of them)?(?: please)?)$/iu;

/** A place that the list does not have. */
export const misplaced: Reading = async (_dc, turn) => {
  const { offered } = turn.state;
  const isPlace = placeSaid(turn.heard.text, mostPlaces) !== undefined;
  if (!isPlace || offered.length < 2) return false;
  const { t } = talkOf(turn, 'common');
  await show(turn, {
    text: t('noSuchPlace', { count: offered.length }),
    choices: offered.map(({ message, start }) => ({ label: message, start })),
  });
  return true;
};

const mostPlaces = 99;

/** “两个都要”: everything that was offered is answered in turn, but for the person. */
export const takingAll: Reading = async (dc, turn, repertoire) => {
  const wanted = turn.state.offered.filter(({ start }) => start.dialog !== 'talkToPerson');
  const [first, second, ...more] = wanted;
  if (!first || !second || more.length > 0 || !all.test(turn.heard.text.trim())) return false;
  turn.state.queued.push(second.start);
  await begin(dc, turn, repertoire, first.start);
  return true;
};

/** The same as an answer: where one of these is asked for, a part of its name is no other wish. */
export const namedInQuestion: Reading = (dc, turn, repertoire) =>
  dc.activeDialog !== undefined && partlyNamed(dc, turn, repertoire);

function choiceHolding(offered: readonly OfferedChoice[], name: string): OfferedChoice | undefined {
  const labels = offered.map(({ message }) => message);
  const place = labelHolding(labels, name);
  return place === undefined ? undefined : offered[place];
}

/** The first things to ask for, as buttons. Elders see the person first (§9.1: 65+). */
export function starters(turn: Turn) {
  const { t } = talkOf(turn, 'common');
  const names = ['checkUsage', 'checkBill', 'checkBalance', 'checkPlan', 'talkToPerson'];
  const isElder = liveIdentity(turn)?.isElder ?? false;
  const ordered = isElder ? ['talkToPerson', ...names.slice(0, -1)] : names;
  return ordered.map((name) => ({
    label: t(`intent.${name}`),
    start: { dialog: name, slots: {} },
  }));
}
