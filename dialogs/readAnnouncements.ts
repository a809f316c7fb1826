import { enquiry } from './shared/enquiry.ts';

/** Planned work and other notices of the operator (N9). */
export const readAnnouncements = enquiry({
  name: 'readAnnouncements',
  about: 'public',
  lookUp: (_slots, { carrier, language }) => carrier.announcements(language),
  answer({ asOf, data }, { t, format }) {
    return {
      title: t('title'),
      ...(data.length === 0 && { text: t('none') }),
      sections: data.map((announcement) => ({
        heading: announcement.title,
        rows: announcement.window
          ? [
              {
                term: t('window'),
                value: t('fromTo', {
                  from: format.dateTime(announcement.window.start),
                  to: format.dateTime(announcement.window.end),
                }),
              },
            ]
          : [],
        notes: [
          announcement.body,
          t('publishedAt', { at: format.dateTime(announcement.publishedAt) }),
        ],
      })),
      asOf: t('common:asOf', { at: format.dateTime(asOf) }),
    };
  },
});
