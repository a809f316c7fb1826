import { enquiry } from './shared/enquiry.ts';

/** Which WeChats the number is bound to, and the way to end each (rights §5.1). */
export const myWeChats = enquiry({
  name: 'myWeChats',
  about: 'line',
  async lookUp({ end, wish }, { bindings }) {
    const all = await bindings.all();
    const here = all.find(({ isHere }) => isHere);
    const meant = wish === 'end' ? (here ?? (all.length === 1 ? all[0] : undefined)) : undefined;
    const ended = all.find(({ id }) => id === end) ?? meant;
    if (ended) bindings.end(ended);
    return { ended, left: all.filter((each) => each !== ended) };
  },
  answer({ ended, left }, { t, format, identity, now }) {
    const number = identity.maskedNumber;
    if (ended) return { text: t(ended.isHere ? 'endedHere' : 'ended', { number }) };
    if (left.length === 0) return { text: t('none', { number }) };
    const nameOf = (place: number) => t('name', { place: place + 1 });
    return {
      title: t('title', { number }),
      sections: [
        {
          rows: left.map(({ boundAt, isHere }, place) => ({
            term: nameOf(place),
            value: t(isHere ? 'here' : 'elsewhere', { at: format.dateTime(boundAt) }),
          })),
        },
      ],
      notes: [t('note')],
      asOf: t('common:asOf', { at: format.dateTime(now.toISOString()) }),
      choices: left.map(({ id }, place) => ({
        label: t('end', { name: nameOf(place) }),
        start: { dialog: 'myWeChats', slots: { end: id } },
      })),
    };
  },
});
