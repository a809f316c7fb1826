// A WeChat user's phone: shows the chat with the official account, types and taps.
const find = (selector) => document.querySelector(selector);
const root = '/sandbox/wechat';
const words = {
  'zh-CN': {
    me: '我：',
    voice: '［语音］',
    image: '［图片］',
    video: '［视频］',
    location: '［位置］',
    fault: '没有发出，请再试一次。',
    needsText: '请先在输入框里写点什么。',
    follow: '关注公众号',
    unfollow: '取消关注',
    other: 'English',
  },
  en: {
    me: 'Me: ',
    voice: '[voice] ',
    image: '[picture] ',
    video: '[video] ',
    location: '[place] ',
    fault: 'Not sent. Please try again.',
    needsText: 'Please type something first.',
    follow: 'Follow the account',
    unfollow: 'Unfollow',
    other: '中文',
  },
};
let language = 'zh-CN';
let last = '';
let user = {};
let openId = localStorage.getItem('openId') ?? newOpenId();

function newOpenId() {
  const made = `o${crypto.getRandomValues(new Uint32Array(3)).join('')}`.slice(0, 28);
  localStorage.setItem('openId', made);
  return made;
}

async function ask(method, path, body) {
  const response = await fetch(`${root}${path}`, {
    method,
    ...(body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.status === 204 ? undefined : response.json();
}

/** The answer comes when the push is over, seconds later at worst; what is shown is polled meanwhile. */
async function act(deed) {
  find('#fault').textContent = '';
  try {
    const done = ask('POST', `/users/${openId}/deeds`, deed);
    await poll();
    await done;
    await poll();
    return true;
  } catch {
    find('#fault').textContent = words[language].fault;
    return false;
  }
}

let looking = Promise.resolve();

/** One look at a time, so that no message is shown twice. */
function poll() {
  looking = looking.then(look).catch(() => {});
  return looking;
}

async function look() {
  const asked = openId;
  user = await ask('PUT', `/users/${asked}`);
  const messages = await ask('GET', `/users/${asked}/messages?after=${encodeURIComponent(last)}`);
  if (asked !== openId) return;
  for (const message of messages) {
    find('#messages').append(drawn(message));
    last = message.id;
  }
  find('#empty').hidden = find('#messages').children.length > 0;
  find('#typing').hidden = !user.isTypedTo;
  find('#refuses').checked = user.refuses;
  find('#follow').textContent = words[language][user.follows ? 'unfollow' : 'follow'];
}

function drawn({ from, kind, text, items = [], url, at }) {
  const item = document.createElement('li');
  item.className = from === 'user' ? 'sent' : from;
  const prefix = (from === 'user' ? words[language].me : '') + (words[language][kind] ?? '');
  item.append(prefix, ...linked(text));
  if (url) item.append('\n', link(url, url));
  for (const { content } of items) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = content;
    button.addEventListener('click', () => act({ type: 'tap', label: content }));
    item.append(button);
  }
  const time = document.createElement('time');
  time.dateTime = at;
  time.textContent = new Date(at).toLocaleTimeString(language);
  item.append(time);
  return item;
}

function link(href, label) {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.target = '_blank';
  anchor.rel = 'noopener';
  anchor.textContent = label;
  return anchor;
}

/** Addresses in a text can be tapped, written out or as links; nothing else of HTML is drawn. */
function linked(text) {
  const parts = text.split(/(<a href="https?:\/\/[^"]+">[^<]*<\/a>|https?:\/\/[^\s<>"，。；）]+)/);
  return parts.map((part) => {
    const [, href, label] = /^<a href="([^"]+)">([^<]*)<\/a>$/.exec(part) ?? [];
    if (href) return link(href, label);
    return /^https?:\/\//.test(part) ? link(part, part) : part;
  });
}

function describe() {
  for (const element of document.querySelectorAll('[data-zh]')) {
    element.textContent = language === 'en' ? element.dataset.en : element.dataset.zh;
  }
  document.documentElement.lang = language;
  find('#language').textContent = words[language].other;
  find('#language').lang = language === 'en' ? 'zh-CN' : 'en';
  find('#follow').textContent = words[language][user.follows ? 'unfollow' : 'follow'];
}

function startAnew() {
  find('#messages').replaceChildren();
  last = '';
  return poll();
}

async function drawMenu() {
  const { button = [] } = await ask('GET', '/menu');
  const leaves = button.flatMap((each) => each.sub_button ?? [each]);
  find('#menu').hidden = leaves.length === 0;
  find('#menu').replaceChildren(
    ...leaves.map(({ name, key, url }) => {
      if (url) return link(url, name);
      const made = document.createElement('button');
      made.type = 'button';
      made.textContent = name;
      made.addEventListener('click', () => act({ type: 'menuClick', key }));
      return made;
    }),
  );
}

find('#say').addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = find('#text').value;
  find('#text').value = '';
  if (!(await act({ type: 'text', text }))) find('#text').value ||= text;
});
for (const button of document.querySelectorAll('[data-deed]')) {
  button.addEventListener('click', async () => {
    const type = button.dataset.deed;
    const spoken = find('#text').value;
    if (type === 'voice' && !spoken) {
      find('#fault').textContent = words[language].needsText;
      return;
    }
    if (type === 'voice') find('#text').value = '';
    await act(type === 'voice' ? { type, spoken } : { type });
  });
}
find('#follow').addEventListener('click', async () => {
  await act({ type: user.follows ? 'unfollow' : 'follow' });
  await drawMenu();
});
find('#another').addEventListener('click', () => {
  openId = newOpenId();
  return startAnew();
});
find('#language').addEventListener('click', () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  describe();
});
find('#mode').addEventListener('change', ({ target }) => {
  return ask('PATCH', '/settings', { mode: target.value });
});
find('#ahead').addEventListener('click', async () => {
  const { aheadMs } = await ask('GET', '/settings');
  await ask('PATCH', '/settings', { aheadMs: aheadMs + 48 * 3_600_000 });
});
find('#lose').addEventListener('click', () => ask('PATCH', '/settings', { loseAnswers: 1 }));
find('#refuses').addEventListener('change', ({ target }) => {
  return ask('PATCH', `/users/${openId}`, { refuses: target.checked });
});
find('#menuMessages').addEventListener('change', ({ target }) => {
  return ask('PATCH', '/settings', { allowsMenuMessages: target.checked });
});

const settings = await ask('GET', '/settings');
find('#mode').value = settings.mode;
find('#menuMessages').checked = settings.allowsMenuMessages;
describe();
await drawMenu();
await poll();
setInterval(poll, 1000);
