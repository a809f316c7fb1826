import { findRelated } from '../../domain/naming.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { ChangeChoice, ChangeDefinition, ChangeStep } from './changeState.ts';
import { findNamed } from './naming.ts';
import { type ChoiceDraft, type LineTalk, show } from './talk.ts';

/** A longer list is asked for by its groups. */
const mostChoices = 14;

/** The choices that can be had. */
export const offeredOf = (choices: readonly ChangeChoice[]): readonly ChangeChoice[] =>
  choices.filter(({ isRefused }) => isRefused !== true);

/**
 * What the change is about: what was said names one, or it is asked. Asks only what has not been
 * said (R22). Undefined: asked, or handed to the dialog that the choice belongs to. `isBack`: the
 * customer asked something else in between, and answers nothing here.
 */
export async function choose(
  step: ChangeStep,
  isBack = false,
): Promise<{ readonly id: string } | undefined> {
  const { dc, talk, state, definition } = step;
  const { chosen, said = '' } = state.slots;
  if (chosen !== undefined || !definition.collect) return { id: chosen ?? '' };
  const choices = await definition.collect(talk);
  const offered = offeredOf(choices);
  const isOnly = definition.takesTheOnly === true && offered.length === 1;
  const named = isOnly ? offered : findNamed(choices, said);
  const [only] = named;
  if (!only || named.length > 1) {
    const isAgain = state.asking !== undefined;
    state.asking = 'chosen';
    await askWhich(step, only ? named : choices, isBack ? 'back' : isAgain ? 'again' : 'first');
    return undefined;
  }
  if (only.dialog) {
    await dc.replaceDialog(only.dialog, { slots: { chosen: only.id } });
    return undefined;
  }
  return { id: only.id };
}

/** Asks which one: what comes near to the words first, a long list by its groups. */
export async function askWhich(
  { turn, talk, state, definition }: Omit<ChangeStep, 'dc'>,
  choices: readonly ChangeChoice[],
  time: 'first' | 'again' | 'back' = 'first',
): Promise<void> {
  const { t, operator } = talk;
  const offered = offeredOf(choices);
  if (offered.length === 0) return show(turn, { text: t('nothing') });
  const { group, said = '' } = state.slots;
  const inGroup = offered.filter((choice) => group === undefined || choice.group === group);
  const near = findRelated(inGroup, said);
  const listed = near.length > 0 ? near : inGroup;
  const groups = [...new Set(listed.flatMap((choice) => choice.group ?? []))];
  const buttons: ChoiceDraft[] =
    listed.length > mostChoices && groups.length > 1
      ? groups.map((name) => ({
          label: t(`common:group.${name}`),
          start: { dialog: definition.name, slots: { group: name, said: '' } },
        }))
      : listed.slice(0, 24).map(({ id, name, dialog }) => ({
          label: name,
          start: { dialog: dialog ?? definition.name, slots: { chosen: id } },
        }));
  const person = {
    label: t('common:choice.person'),
    start: { dialog: 'talkToPerson', slots: {} },
  };
  const texts = {
    first: () => t('which'),
    again: () => t('change:notFound', { hotline: operator.hotline }),
    back: () => t('common:backTo', { question: t('which') }),
  };
  await show(turn, {
    text: texts[time](),
    choices: time === 'again' ? [...buttons, { label: t('change:button.no') }, person] : buttons,
  });
}

/** The one thing on offer that the words name; an empty id where there is nothing to choose. */
export async function nameOnly(
  { collect }: ChangeDefinition,
  talk: LineTalk,
  said: string,
): Promise<string | undefined> {
  if (!collect) return '';
  try {
    const named = offeredOf(findNamed(await collect(talk), said));
    return named.length === 1 ? named[0]?.id : undefined;
  } catch (error) {
    // Not known now: then nothing is turned to, and the quote answers.
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}
