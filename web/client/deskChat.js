import { say } from '../deskTexts.js';
import { drawCard } from './deskCard.js';
import { createOutbox } from './deskOutbox.js';
import { ask } from './deskRequests.js';
import { oneAtATime } from './oneAtATime.js';

const find = (id) => document.getElementById(id);
const canned = ['greet', 'wait', 'identify', 'confirm', 'bye'];

/** The chat in view: its lines in their order, what is being sent, and what can be done. */
export function startChat({ text, language, showStatus, onGone }) {
  let id;
  let chat;
  let lines = [];
  let next = 0;
  let reason = '';
  let colleagues = [];
  const drafts = new Map();
  const outbox = createOutbox({ onChange: draw, onRefused: () => showStatus('failed', {}, true) });

  /** Reads on from the last line; one read at a time, so that no line comes twice or out of order. */
  const read = oneAtATime(readOn);

  async function readOn() {
    const asked = id;
    if (!asked) return;
    const why = reason ? `&reason=${encodeURIComponent(reason)}` : '';
    for (let isMore = true; isMore; ) {
      const begun = lines;
      const page = await ask(`chats/${asked}?after=${next}${why}`);
      // Another chat is in view meanwhile, or the same one from its beginning.
      if (begun !== lines) return;
      isMore = page.next > next && page.lines.length > 0;
      lines.push(...page.lines);
      next = page.next;
      chat = page;
    }
    draw();
  }

  function draw() {
    find('choose').hidden = chat !== undefined;
    find('talk').hidden = chat === undefined;
    drawChoices();
    if (!chat) return;
    const list = find('lines');
    // What scrolls can be scrolled by keyboard.
    list.tabIndex = 0;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.replaceChildren(...lines.map(lineOf), ...outbox.waiting(id).map(pendingOf));
    if (isAtEnd) list.scrollTop = list.scrollHeight;
    const isOpen = chat.isMine && chat.state === 'accepted';
    for (const part of ['compose', 'acts', 'note-acts', 'handing', 'rule'])
      find(part).hidden = !isOpen;
    if (!isOpen && chat.state !== 'waiting' && chat.state !== 'accepted') showStatus('closed');
    drawCard(chat, { text, reason });
  }

  function lineOf({ from, name, at, text: said }) {
    const item = document.createElement('li');
    item.className = `from-${from}`;
    const time = new Intl.DateTimeFormat(language(), { timeStyle: 'short' }).format(new Date(at));
    const who = from === 'status' ? text('from_status') : (name ?? text(`from_${from}`));
    const note = from === 'note' ? `${text('from_note')} · ` : '';
    const head = Object.assign(document.createElement('span'), {
      className: 'head',
      textContent: `${note}${who} ${time}`,
    });
    item.append(head, from === 'status' ? text(`status_${name}`, { name: said }) : said);
    return item;
  }

  function pendingOf({ text: said }) {
    const item = document.createElement('li');
    item.className = 'from-agent pending';
    const head = Object.assign(document.createElement('span'), {
      className: 'head',
      textContent: text('sending'),
    });
    item.append(head, said);
    return item;
  }

  function drawChoices() {
    const answerIn = chat?.card?.language ?? language();
    const option = (value, words) => new Option(words, value);
    const kept = find('canned').value;
    find('canned').replaceChildren(
      option('', text('canned')),
      ...canned.map((name) => {
        const words = say(answerIn, `canned_${name}`);
        return option(words, words.slice(0, 40));
      }),
    );
    find('canned').value = kept;
    const chosen = find('colleague').value;
    find('colleague').replaceChildren(
      option('', text('toQueue')),
      ...colleagues.map(({ id: colleague, name }) => option(colleague, name)),
    );
    find('colleague').value = colleagues.some((each) => each.id === chosen) ? chosen : '';
  }

  async function act(name, body, then) {
    try {
      await ask(`chats/${id}/${name}`, body);
      then?.();
      await onGone();
    } catch ({ code }) {
      showStatus(code === 'NotYours' ? 'closed' : 'failed', {}, true);
    }
  }

  const onSubmit = (form, handler) =>
    find(form).addEventListener('submit', (event) => {
      event.preventDefault();
      handler();
    });
  onSubmit('compose', () => {
    const said = find('message').value.trim();
    if (said === '' || !id) return;
    find('message').value = '';
    outbox.send(id, said);
  });
  find('message').addEventListener('keydown', (event) => {
    // Enter that chooses a character of an input method is none.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    find('compose').requestSubmit();
  });
  function putIn() {
    const words = find('canned').value;
    if (!words) return;
    // What is begun stays.
    const begun = find('message').value.trimEnd();
    find('message').value = begun ? `${begun}\n${words}` : words;
    find('canned').value = '';
    find('message').focus();
  }
  // Arrow keys look through the list one by one: only Enter, or a choice by hand, means one.
  let isByHand = false;
  find('canned').addEventListener('pointerdown', () => {
    isByHand = true;
  });
  find('canned').addEventListener('change', () => isByHand && putIn());
  find('canned').addEventListener('keydown', (event) => {
    isByHand = false;
    if (event.key !== 'Enter' || !find('canned').value) return;
    event.preventDefault();
    putIn();
  });
  onSubmit('closing', () =>
    act('close', { summary: find('summary').value.trim() }, () => {
      find('summary').value = '';
      find('acts').open = false;
    }),
  );
  onSubmit('noting', () =>
    act('note', { text: find('note').value.trim(), key: crypto.randomUUID() }, () => {
      find('note').value = '';
      find('note-acts').open = false;
    }),
  );
  onSubmit('handing', () => {
    const to = find('colleague').value;
    act('transfer', to ? { to } : {});
  });
  find('identify').addEventListener('click', () => act('identify', {}));

  return {
    draw,
    read,
    isAbout: (conversationId) => chat?.conversationId === conversationId,
    /** Another chat comes into view; `why` is what looking at somebody else's takes. */
    turnTo(wanted, why = '') {
      if (wanted === id && why === reason) return;
      // What is begun for one customer must not go to another.
      if (id) drafts.set(id, find('message').value);
      find('message').value = drafts.get(wanted) ?? '';
      [id, chat, lines, next, reason] = [wanted, undefined, [], 0, why];
      // Of an empty list the end is in view, and so is the newest line when they have come.
      find('lines').replaceChildren();
      draw();
    },
    async show(wanted, queue) {
      colleagues = queue.colleagues;
      if (id !== wanted) [id, chat, lines, next] = [wanted, undefined, [], 0];
      await read().catch(({ code }) => {
        if (code !== 'NotFound' && code !== 'NotYours')
          throw Object.assign(new Error(code), { code });
        chat = undefined;
        draw();
      });
    },
  };
}
