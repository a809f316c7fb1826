// The demo customer's phone: shows the SMS of one number as they arrive.
const select = document.querySelector('#customer');
const list = document.querySelector('#messages');
const empty = document.querySelector('#empty');
const form = document.querySelector('#reply');
const input = document.querySelector('#text');
const fault = document.querySelector('#fault');
const faultWords = { 'zh-CN': '没有发出，请再试一次。', en: 'Not sent. Please try again.' };
const sentWords = { 'zh-CN': '我：', en: 'Me: ' };
const languageButton = document.querySelector('#language');
let language = 'zh-CN';
let last = '';
let customers = [];

function describe() {
  for (const element of document.querySelectorAll('[data-zh]')) {
    element.textContent = language === 'en' ? element.dataset.en : element.dataset.zh;
  }
  document.documentElement.lang = language;
  const chosen = select.value;
  select.replaceChildren(
    ...customers.map(({ phoneNumber, description }) => {
      return new Option(`${phoneNumber} · ${description[language]}`, phoneNumber);
    }),
  );
  if (chosen) select.value = chosen;
  languageButton.textContent = language === 'en' ? '中文' : 'English';
  languageButton.lang = language === 'en' ? 'zh-CN' : 'en';
}

let looking = Promise.resolve();

/** One look at a time, so that no message is shown twice. */
function poll() {
  looking = looking.then(look);
  return looking;
}

async function look() {
  const number = select.value;
  try {
    const response = await fetch(`/phone/${number}/messages?after=${encodeURIComponent(last)}`);
    const messages = await response.json();
    if (number !== select.value) return;
    for (const { id, text, receivedAt, direction } of messages) {
      const item = document.createElement('li');
      item.className = direction;
      const time = document.createElement('time');
      time.dateTime = receivedAt;
      time.textContent = new Date(receivedAt).toLocaleTimeString(language);
      item.append(direction === 'sent' ? sentWords[language] + text : text, time);
      list.append(item);
      last = id;
    }
    empty.hidden = list.children.length > 0;
  } catch {
    // The sandbox is restarting; the next look will find it.
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const response = await fetch(`/phone/${select.value}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: input.value }),
  }).catch(() => undefined);
  fault.textContent = response?.ok ? '' : faultWords[language];
  if (!response?.ok) return;
  input.value = '';
  await poll();
});
select.addEventListener('change', () => {
  list.replaceChildren();
  last = '';
  poll();
});
languageButton.addEventListener('click', () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  describe();
});

customers = await (await fetch('/sandbox/customers')).json();
describe();
await poll();
setInterval(poll, 1000);
