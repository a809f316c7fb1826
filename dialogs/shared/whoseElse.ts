import { forbiddenRecords } from '../../domain/recordWish.ts';
import type { Slots } from './enquiry.ts';
import type { Talk, ViewDraft } from './talk.ts';

/** Says no to what is somebody else's, before anything is proved or sent: who can give it, and to whom (R19, E43). */
export const whoseElse = {
  decline: ({ whose }: Slots, { t, operator }: Talk): ViewDraft | undefined =>
    whose === undefined
      ? undefined
      : {
          text: t('common:notYours', { hotline: operator.hotline }),
          choices: [
            { label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
          ],
        },
  collect: { whose: { read: ({ text }: { readonly text: string }) => forbiddenRecords(text) } },
};
