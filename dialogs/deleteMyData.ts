import { retention } from '../domain/policy/retention.ts';
import { keptFor } from './myData.ts';
import { enquiry } from './shared/enquiry.ts';

const yes = /^(确认删除|确定删除|confirm deletion|delete them)[。.！!]?$/i;
const no = /^(先不删除?|不删了?|别删了?|不用了|否|不|keep them|no|don't|do not delete)[。.！!]?$/i;

/** The question and the customer's words before it: they stay, so that the answer makes sense. */
const lastLines = 2;

/**
 * Erases what was said with the customer, at once (E40). Asked once more first, with what goes, what
 * stays and by which rule; only the printed words delete.
 */
export const deleteMyData = enquiry({
  name: 'deleteMyData',
  about: 'line',
  collect: {
    sure: {
      read({ text }) {
        if (yes.test(text.trim())) return 'yes';
        return no.test(text.trim()) ? 'no' : undefined;
      },
      async ask({ t, ownData, identity }) {
        const { messages, conversations, evidence, agreements } = await ownData.holdings();
        const kept = keptFor('evidence', t);
        const source = t(`source.${retention.evidence.uponRequest}`);
        return {
          key: 'ask',
          data: {
            ...{ messages, conversations, evidence, agreements, kept, source },
            number: identity.maskedNumber,
          },
          answers: [
            { label: t('choice.yes'), value: 'yes' },
            { label: t('choice.no'), value: 'no' },
          ],
        };
      },
    },
  },
  async lookUp({ sure }, { ownData, heard }) {
    // Said in this very message: nothing is deleted because an old answer is repeated.
    if (sure !== 'yes' || !yes.test(heard.text.trim())) return 'nothing' as const;
    if (await ownData.isHeld()) return 'held' as const;
    ownData.erase(ownData.place - lastLines);
    return 'erasing' as const;
  },
  answer: (found, { t, operator }) => ({ text: t(found, { hotline: operator.hotline }) }),
});
