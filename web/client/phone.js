const pollMs = 2000;

/** The demo phone: whose it is, and the SMS that arrive on it while the page is open. */
export function startPhone({ language, text, onFill, isHidden }) {
  const choice = document.getElementById('phone-customer');
  const list = document.getElementById('phone-messages');
  const count = document.getElementById('phone-count');
  const news = document.getElementById('phone-news');
  const reply = document.getElementById('phone-text');
  let customers = [];
  let newestId;
  let unread = 0;
  let reachable = true;
  let replyFailed = false;
  let looking = Promise.resolve();

  function show() {
    const chosen = choice.value;
    choice.replaceChildren(
      ...customers.map(({ phoneNumber, description }) => {
        const label = `${phoneNumber} · ${description[language()]}`;
        return new Option(label, phoneNumber, false, phoneNumber === chosen);
      }),
    );
    const customer = customers.find(({ phoneNumber }) => phoneNumber === choice.value);
    document.getElementById('phone-number').textContent = choice.value;
    document.getElementById('phone-who').textContent = customer?.description[language()] ?? '';
    for (const time of list.querySelectorAll('time')) time.textContent = timeOf(time.dateTime);
    showNotes();
    // Words of another length leave the screen another height.
    list.scrollTop = list.scrollHeight;
  }

  function showNotes() {
    const note = replyFailed
      ? 'replyNotSent'
      : reachable
        ? !newestId && 'phoneEmpty'
        : 'phoneUnreachable';
    document.getElementById('phone-note').textContent = note ? text(note) : '';
    count.textContent = unread > 0 ? String(unread) : '';
    news.textContent = unread > 0 ? text('newMessages', { count: unread }) : '';
  }

  function timeOf(instant) {
    const style = { dateStyle: 'medium', timeStyle: 'short' };
    return new Intl.DateTimeFormat(language(), style).format(new Date(instant));
  }

  function item({ text: words, receivedAt, direction }) {
    const element = document.createElement('li');
    element.className = direction;
    const time = document.createElement('time');
    time.dateTime = receivedAt;
    time.textContent = timeOf(receivedAt);
    const body = document.createElement('p');
    body.textContent = words;
    body.lang = /[\u3400-\u9fff]/.test(words) ? 'zh-CN' : 'en';
    element.append(time);
    if (direction === 'sent') {
      const mine = document.createElement('span');
      mine.className = 'unseen';
      mine.dataset.text = 'sentByMe';
      mine.textContent = text('sentByMe');
      element.append(mine);
    }
    element.append(body);
    return element;
  }

  async function update() {
    if (customers.length === 0) {
      customers = await ask('/demo/customers');
      show();
    }
    const owner = choice.value;
    const after = newestId ? `?after=${encodeURIComponent(newestId)}` : '';
    const fresh = await ask(`/demo/phone/${encodeURIComponent(owner)}/messages${after}`);
    if (owner !== choice.value) return;
    if (fresh.length > 0) {
      newestId = fresh.at(-1).id;
      list.append(...fresh.map(item));
      list.scrollTop = list.scrollHeight;
    }
    // What lay on the phone before is history: it is neither counted nor read out.
    const isNew = isHidden() && !isHistory();
    if (isNew) unread += fresh.filter(({ direction }) => direction === 'received').length;
    list.setAttribute('aria-busy', 'false');
  }

  const isHistory = () => list.getAttribute('aria-busy') === 'true';

  /** One look at a time, so that no message is shown twice. */
  function look() {
    looking = looking.then(async () => {
      reachable = await update().then(
        () => true,
        () => false,
      );
      showNotes();
    });
    return looking;
  }

  async function poll() {
    if (!document.hidden) await look();
    setTimeout(poll, pollMs);
  }

  async function send() {
    const path = `/demo/phone/${encodeURIComponent(choice.value)}/messages`;
    const words = reply.value;
    // Emptied at once: a second press sends nothing.
    reply.value = '';
    replyFailed = await ask(path, { text: words }).then(
      () => false,
      () => true,
    );
    if (replyFailed && reply.value === '') reply.value = words;
    await look();
  }

  choice.addEventListener('change', () => {
    newestId = undefined;
    replyFailed = false;
    list.replaceChildren();
    list.setAttribute('aria-busy', 'true');
    show();
  });
  document.getElementById('phone-reply').addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  document.getElementById('phone-fill').addEventListener('click', () => onFill(choice.value));
  list.tabIndex = 0;
  poll();
  return {
    show,
    read() {
      unread = 0;
      showNotes();
    },
  };
}

async function ask(path, body) {
  const response = await fetch(path, {
    headers: { 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the demo phone answered ${response.status}`);
  return response.json();
}
