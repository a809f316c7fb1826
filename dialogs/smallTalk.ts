import { enquiry } from './shared/enquiry.ts';
import type { Talk, ViewDraft } from './shared/talk.ts';

const enquiries = ['checkUsage', 'checkBill', 'checkBalance', 'checkPlan'] as const;

/** Things to tap next; a person always among them, and first for 65+ (§9.1). */
function nextSteps({ t, identity }: Talk, names: readonly string[]): ViewDraft['choices'] {
  const ordered = identity?.isElder ? ['talkToPerson', ...names] : [...names, 'talkToPerson'];
  return ordered.map((dialog) => ({
    label: t(`common:intent.${dialog}`),
    start: { dialog, slots: {} },
  }));
}

function statement(name: string, choices: readonly string[], isAside = true) {
  return enquiry({
    name,
    about: 'public',
    isAside,
    lookUp: () => undefined,
    answer(_found, talk) {
      const { operator, language } = talk;
      const text = talk.t('text', { operator: operator.name[language], hotline: operator.hotline });
      return { text, choices: nextSteps(talk, choices) ?? [] };
    },
  });
}

/** The first words: an automated assistant, what it can do, how to reach a person (E56). */
export const greet = statement('greet', enquiries);

/** Everything that can be asked, with examples. */
export const help = statement(
  'help',
  [...enquiries, 'checkSubscriptions', 'checkContract', 'checkPrice', 'readAnnouncements'],
  false,
);

/** A civil answer to thanks, and nothing sold with it (§8.13). */
export const thank = statement('thank', []);

/** “Are you human?” is answered truthfully (E56). */
export const askWhoYouAre = statement('askWhoYouAre', []);
