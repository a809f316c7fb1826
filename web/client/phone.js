const pollMs = 2000;

/** The demo phone: whose it is, and the SMS that arrive on it while the page is open. */
export function startPhone({ language, text, onFill, isHidden }) {
  const choice = document.getElementById('phone-customer');
  const list = document.getElementById('phone-messages');
  const count = document.getElementById('phone-count');
  const news = document.getElementById('phone-news');
  let customers = [];
  let newestId;
  let unread = 0;
  let reachable = true;

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
  }

  function showNotes() {
    const note = newestId ? '' : text('phoneEmpty');
    document.getElementById('phone-note').textContent = reachable ? note : text('phoneUnreachable');
    count.textContent = unread > 0 ? String(unread) : '';
    news.textContent = unread > 0 ? text('newMessages', { count: unread }) : '';
  }

  function timeOf(instant) {
    const style = { dateStyle: 'medium', timeStyle: 'short' };
    return new Intl.DateTimeFormat(language(), style).format(new Date(instant));
  }

  function item({ text: words, receivedAt }) {
    const element = document.createElement('li');
    const time = document.createElement('time');
    time.dateTime = receivedAt;
    time.textContent = timeOf(receivedAt);
    const body = document.createElement('p');
    body.textContent = words;
    body.lang = /[\u3400-\u9fff]/.test(words) ? 'zh-CN' : 'en';
    element.append(time, body);
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
    if (isHidden() && !isHistory()) unread += fresh.length;
    list.setAttribute('aria-busy', 'false');
  }

  const isHistory = () => list.getAttribute('aria-busy') === 'true';

  async function poll() {
    if (!document.hidden) {
      reachable = await update().then(
        () => true,
        () => false,
      );
      showNotes();
    }
    setTimeout(poll, pollMs);
  }

  choice.addEventListener('change', () => {
    newestId = undefined;
    list.replaceChildren();
    list.setAttribute('aria-busy', 'true');
    show();
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

async function ask(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`the demo phone answered ${response.status}`);
  return response.json();
}
