import { ask } from './deskRequests.js';

const find = (id) => document.getElementById(id);

/** Looks for words in what was said, with a reason that is kept on record. */
export function startSearch({ text, refused }) {
  find('search').addEventListener('submit', async (event) => {
    event.preventDefault();
    const reason = find('why').value.trim();
    const query = new URLSearchParams({ words: find('words').value.trim(), reason });
    try {
      const { found } = await ask(`search?${query}`);
      find('found-count').textContent = text('found', { count: found.length });
      find('found').replaceChildren(...found.map((each) => entryOf(each, reason)));
    } catch (fault) {
      if (fault.code === 'ReasonNeeded') find('found-count').textContent = text('reasonNeeded');
      else refused(fault);
    }
  });

  function entryOf({ conversationId, text: said, at }, reason) {
    const item = document.createElement('li');
    const lang = document.documentElement.lang;
    const time = new Intl.DateTimeFormat(lang, { dateStyle: 'short', timeStyle: 'short' });
    const link = Object.assign(document.createElement('a'), {
      textContent: `${time.format(new Date(at))} ${said.slice(0, 80)}`,
      target: '_blank',
      href: `/desk/transcripts/${conversationId}?${new URLSearchParams({ reason, lang })}`,
    });
    item.append(link);
    return item;
  }
}
