import type { OfferedChoice } from './state.ts';
import { liveIdentity, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** A choice by its words, as a tap says them; only the choices shown last count, older buttons are just words. */
export function choiceNamed(
  offered: readonly OfferedChoice[],
  text: string,
): OfferedChoice | undefined {
  const said = text.normalize('NFKC').trim();
  return offered.find(({ message }) => message.normalize('NFKC') === said);
}

/** A choice by its number. */
export function choiceNumbered(
  offered: readonly OfferedChoice[],
  text: string,
): OfferedChoice | undefined {
  const said = text.normalize('NFKC').trim();
  return /^[1-9]\d?$/.test(said) ? offered[Number(said) - 1] : undefined;
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
