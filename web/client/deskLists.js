const find = (id) => document.getElementById(id);
const minuteMs = 60_000;

/** Draws who is talked to, who waits and for how long; the order is the server's. */
export function drawLists(queue, { text, current, unread, role, open, take }) {
  const { waiting, waitingCount, mine, others } = queue;
  const entry = (each, label, act) => {
    const item = document.createElement('li');
    if (each.id === current) item.setAttribute('aria-current', 'true');
    if (unread.has(each.id)) {
      item.className = 'unread';
      item.dataset.mark = text('newLine');
    }
    const who = Object.assign(document.createElement('b'), {
      textContent: each.maskedNumber ?? text('unknown'),
    });
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(each.requestedAt)) / minuteMs));
    const facts = [
      each.isElder && each.reason !== 'elder' && text('elder'),
      text(`reason_${each.reason}`),
      text(`language_${each.language}`),
      each.dueBy && text('dueBy', { time: timeOf(each.dueBy) }),
      each.agent ?? (each.acceptedAt ? undefined : text('waitedMinutes', { count: minutes })),
    ].filter(Boolean);
    const about = Object.assign(document.createElement('span'), { textContent: facts.join(' · ') });
    item.append(who, about);
    if (label) {
      const button = Object.assign(document.createElement('button'), {
        type: 'button',
        className: 'button',
        textContent: label,
      });
      button.setAttribute('aria-label', `${label} ${who.textContent} ${facts.join(' ')}`);
      button.addEventListener('click', act);
      item.append(button);
    }
    return item;
  };
  const empty = (key) => Object.assign(document.createElement('li'), { textContent: text(key) });

  draw(
    'mine',
    mine.length > 0
      ? mine.map((each, place) =>
          entry({ ...each, agent: '' }, `${text('open')} ${place + 1}`, () => open(each.id)),
        )
      : [empty('noneMine')],
  );
  find('waiting-heading').textContent = text('waiting', { count: waitingCount });
  const mayTake = role !== 'auditor';
  find('take-next').hidden = !mayTake || waiting.length === 0;
  draw(
    'waiting',
    waiting.length > 0
      ? waiting.map((each) => entry(each, mayTake && text('take'), () => take(each.id)))
      : [empty('nobodyWaits')],
  );
  const left = waitingCount - waiting.length;
  find('more').textContent = left > 0 ? text('more', { count: left }) : '';
  find('others-part').hidden = others.length === 0;
  draw(
    'others',
    others.map((each) => entry(each, text('look'), () => look(each))),
  );

  function look({ id }) {
    const reason = window.prompt(text('why'));
    if (reason?.trim()) open(id, reason);
  }
}

const timeOf = (at) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' }).format(
    new Date(at),
  );

/** A list is drawn anew only where it changed: a button that has the focus keeps it. */
function draw(id, items) {
  const list = find(id);
  const held = list.contains(document.activeElement)
    ? [...list.querySelectorAll('button')].indexOf(document.activeElement)
    : -1;
  list.replaceChildren(...items);
  if (held >= 0) list.querySelectorAll('button')[held]?.focus();
}
