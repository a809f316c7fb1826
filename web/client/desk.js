import { say } from '../deskTexts.js';
import { startChat } from './deskChat.js';
import { drawLists } from './deskLists.js';
import { ask } from './deskRequests.js';
import { startSearch } from './deskSearch.js';
import { listen } from './deskSocket.js';
import { oneAtATime } from './oneAtATime.js';
import { remember, remembered } from './session.js';

const facts = JSON.parse(document.querySelector('meta[name="mingbai"]').content);
const find = (id) => document.getElementById(id);
const languageKey = 'mingbai.desk.language';
const chatKey = 'mingbai.desk.chat';
const pausedKey = 'mingbai.desk.paused';
const lookAgainMs = 2000;

let language = remembered(languageKey) === 'en' ? 'en' : 'zh-CN';
let queue;
let current = remembered(chatKey);
const unread = new Set();
let isLookingAgain = false;

const text = (key, values) => say(language, key, values);

function showStatus(key, values, isAlarm = false) {
  find('status').textContent = key ? text(key, values) : '';
  find('status').classList.toggle('alarm', isAlarm);
}

const chat = startChat({ text, language: () => language, showStatus, onGone: () => refresh() });

function showTexts() {
  document.documentElement.lang = language;
  document.title = text('title');
  for (const element of document.querySelectorAll('[data-text]'))
    element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll('[data-label]'))
    element.setAttribute('aria-label', text(element.dataset.label));
  find('report').href = `/desk/report?lang=${language}`;
  const { member } = facts;
  if (member) find('who').textContent = `${member.name}（${text(`role_${member.role}`)}）`;
  draw();
  chat.draw();
}

function draw() {
  if (!queue) return;
  drawLists(queue, { text, current, unread, role: facts.member.role, open, take });
  const waiting = queue.waitingCount > 0 ? `(${queue.waitingCount}) ` : '';
  document.title = `${unread.size > 0 ? '● ' : ''}${waiting}${text('title')}`;
}

/** One look at a time; what is new meanwhile is one further look. */
const refresh = oneAtATime(load);

async function load() {
  try {
    const before = queue;
    queue = await ask('queue');
    if (before && queue.waitingCount > before.waitingCount) notify('newCustomer');
    if (!current && queue.mine[0]) current = queue.mine[0].id;
    draw();
    if (current) await chat.show(current, queue);
  } catch (fault) {
    refused(fault);
  }
}

function refused({ code }) {
  if (code === 'SignInNeeded') return signedOut();
  if (code === 'Offline' || code === 'ServiceUnavailable') lookAgainSoon();
  const known = { NotYours: 'taken', TooManyChats: 'tooManyChats', Offline: 'lost' };
  showStatus(known[code] ?? 'failed', {}, true);
}

/** What could not be read is read when the server answers again, whether or not the socket broke. */
function lookAgainSoon() {
  if (isLookingAgain) return;
  isLookingAgain = true;
  setTimeout(() => {
    isLookingAgain = false;
    refresh();
  }, lookAgainMs);
}

function signedOut() {
  showStatus('signedOut', {}, true);
  find('desk').hidden = true;
  find('door').hidden = false;
}

function open(id, reason) {
  current = id;
  remember(chatKey, id);
  unread.delete(id);
  chat.turnTo(id, reason);
  find('chat-heading').focus();
  return refresh();
}

async function take(id) {
  try {
    await ask(`chats/${id}/take`, {});
    showStatus('');
    await open(id);
    find('message').focus();
  } catch (fault) {
    refused(fault);
    await refresh();
  }
}

/** A word on the desktop where the agent allowed it; the title and the list say it anyway. */
function notify(key) {
  showStatus(key);
  if (document.hidden && 'Notification' in window && Notification.permission === 'granted')
    new Notification(text(key));
}

function hear({ news, conversationId }) {
  if (news === 'queue') return refresh();
  const mine = queue?.mine.find((each) => each.conversationId === conversationId);
  if (mine && (mine.id !== current || document.hidden)) {
    unread.add(mine.id);
    notify('newLine');
    draw();
  }
  if (chat.isAbout(conversationId)) chat.read().catch(refused);
}

const isPaused = () => remembered(pausedKey) === 'yes';

function showPaused() {
  find('pause').setAttribute('aria-pressed', String(isPaused()));
}

function start() {
  find('door').hidden = true;
  find('desk').hidden = false;
  find('sign-out').hidden = false;
  find('pause').hidden = facts.member.role === 'auditor';
  find('report').hidden = facts.member.role === 'agent';
  find('notices').hidden = !('Notification' in window) || Notification.permission !== 'default';
  startSearch({ text, refused });
  const socket = listen({
    hear,
    onOpen(isAgain) {
      if (isAgain) showStatus('back');
      refresh();
    },
    onLost: () => showStatus('lost', {}, true),
    isPaused,
  });
  showPaused();
  find('pause').addEventListener('click', () => {
    remember(pausedKey, isPaused() ? 'no' : 'yes');
    showPaused();
    socket.tellPresence();
  });
  // Paused in one tab is paused in all.
  window.addEventListener('storage', ({ key }) => key === pausedKey && showPaused());
  refresh();
  // Waits grow by themselves.
  setInterval(draw, 30_000);
}

find('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const given = { id: find('account').value.trim(), password: find('password').value };
    await ask('session', given, '/desk/');
    window.location.replace('/desk');
  } catch ({ code }) {
    const known = { WrongPassword: 'wrong', TooManyRequests: 'tooMany' };
    showStatus(known[code] ?? 'unavailable', {}, true);
  }
});
find('sign-out').addEventListener('click', async () => {
  remember(pausedKey, 'no');
  await ask('session/close', {}, '/desk/').catch(() => {});
  window.location.replace('/desk');
});
find('language').addEventListener('click', () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  remember(languageKey, language);
  showTexts();
});
find('notices').addEventListener('click', async () => {
  await Notification.requestPermission();
  find('notices').hidden = true;
});
find('take-next').addEventListener('click', () => queue?.waiting[0] && take(queue.waiting[0].id));
// The whole desk by keyboard: the next customer, and one's own chats by their place.
document.addEventListener('keydown', (event) => {
  if (!event.altKey || !queue) return;
  if (event.code === 'KeyN' && queue.waiting[0]) take(queue.waiting[0].id);
  else if (/^Digit[1-8]$/.test(event.code) && queue.mine[Number(event.code[5]) - 1])
    open(queue.mine[Number(event.code[5]) - 1].id);
  else return;
  event.preventDefault();
});

showTexts();
if (facts.member) start();
else {
  find('door').hidden = false;
  find('house').hidden = !facts.hasHouse;
  const signIn = new URLSearchParams(window.location.search).get('signIn');
  if (signIn === 'refused' || signIn === 'unavailable') showStatus(signIn, {}, true);
  find('account').focus();
}
