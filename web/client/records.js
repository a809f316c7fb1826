import { facts, startDisplay } from './display.js';
import { startExport } from './recordsExport.js';
import { ask } from './recordsRequests.js';
import { drawSums } from './recordsSums.js';
import { createTable } from './recordsTable.js';
import { startTimer } from './recordsTimer.js';

const { panel } = facts;
const kinds = ['voice', 'sms', 'data', 'valueAdded', 'roaming'];
const months = [...panel.months].sort().reverse();
const find = (id) => document.getElementById(id);

// What is shown lies in the history and not in the address: month, kind, day, and behind which
// records each page so far began. The back button turns the pages back.
const first = { month: panel.month, kind: panel.kind, day: undefined, behind: [], before: 0 };
let state = window.history.state ?? first;
window.history.replaceState(state, '');
let answer;
let totals;
let loading = new AbortController();
let isEnded = false;

const display = startDisplay(() => {
  drawChoices();
  drawAnswer();
  files.show();
});
const { text } = display;
const table = createTable({
  text,
  reveal: async (id) => (await (await ask('reveal', { body: { id } })).json()).number,
  onRefused: refused,
});
const files = startExport({
  text,
  number: panel.maskedNumber,
  asksPassword: panel.asksPassword,
  query: () => state,
  onEnd: end,
});
const timer = startTimer(panel.secondsLeft, {
  onSecond(left) {
    find('time-left').textContent =
      `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  },
  onWarning(seconds) {
    find('warning').textContent = text('recordsWarning', { seconds });
  },
  onEnd: end,
});

function monthName(month) {
  const { language } = display.settings();
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
}

function drawChoices() {
  const options = (entries, chosen) =>
    entries.map(([value, words]) => new Option(words, value, false, value === chosen));
  find('month').replaceChildren(
    ...options(
      months.map((month) => [month, monthName(month)]),
      state.month,
    ),
  );
  const all = ['', text('recordsAllKinds')];
  const named = kinds.map((kind) => [kind, text(`recordKind_${kind}`)]);
  find('kind').replaceChildren(...options([all, ...named], state.kind ?? ''));
  find('day').value = state.day ?? '';
  boundDay();
}

/** Only days of the chosen month can be chosen. */
function boundDay() {
  const day = find('day');
  const month = find('month').value;
  const [year, number] = month.split('-').map(Number);
  day.min = `${month}-01`;
  day.max = `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
  if (!day.value.startsWith(month)) day.value = '';
}

function drawAnswer() {
  if (!answer) return;
  const period = state.day ?? monthName(state.month);
  const kind = text(state.kind ? `recordKind_${state.kind}` : 'recordsAllKinds');
  const { rows, total, next, sum } = answer;
  const last = state.before + rows.length;
  const counted = { period, kind, total, first: state.before + 1, last };
  const said = [text(rows.length > 0 ? 'recordsStatus' : 'recordsNone', counted)];
  if (sum && rows.length > 0) said.push(text('recordsAllShown', { count: total, sum }));
  find('status').textContent = said.join(' ');
  table.draw(rows);
  find('previous').hidden = state.behind.length === 0;
  find('next').hidden = next === undefined;
  if (!totals) return;
  const isBilled = state.month !== months[0];
  // All records of the month in view: they are added up here, beside what the bill says.
  const isWhole = sum !== undefined && !state.kind && !state.day;
  drawSums(totals, {
    text,
    period: monthName(state.month),
    isBilled,
    sum: isWhole ? sum : totals.fee,
  });
}

async function load() {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const { month, kind, day, behind } = state;
  const given = { month, kind, day, after: behind.at(-1) };
  if (totals?.month !== month) given.totals = '1';
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value));
  find('retry').hidden = true;
  find('status').textContent = text('recordsLoading');
  try {
    answer = await (await ask(`data?${query}`, { signal })).json();
    totals = answer.totals ?? totals;
    drawAnswer();
  } catch (refusal) {
    if (!signal.aborted) refused(refusal);
  }
}

function refused({ code }) {
  if (code === 'PanelClosed') return end();
  find('status').textContent = text(code === 'TooManyRequests' ? 'recordsLimit' : 'recordsFailed');
  find('retry').hidden = false;
}

function go(next) {
  state = next;
  window.history.pushState(state, '');
  load();
}

/** Nothing of the records stays on the page, whoever ended it. */
function end() {
  if (isEnded) return;
  isEnded = true;
  timer.stop();
  loading.abort();
  for (const part of ['panel', 'watermark', 'warning']) find(part).remove();
  document.querySelector('meta[name="mingbai"]').remove();
  window.history.replaceState(null, '');
  find('ended').hidden = false;
  find('ended').focus();
}

find('filter').addEventListener('submit', (event) => {
  event.preventDefault();
  const [month, kind, day] = ['month', 'kind', 'day'].map((id) => find(id).value || undefined);
  go({ month, kind, day, behind: [], before: 0 });
});
find('month').addEventListener('change', boundDay);
find('next').addEventListener('click', () => {
  const { behind, before } = state;
  const { next, rows } = answer;
  go({ ...state, behind: [...behind, next], before: before + rows.length });
  find('list-heading').focus();
});
find('previous').addEventListener('click', () => {
  window.history.back();
  find('list-heading').focus();
});
find('retry').addEventListener('click', load);
find('close').addEventListener('click', async () => {
  // Closed here whatever the network does; the server ends it in minutes by itself.
  await ask('close', { body: {} }).catch(() => {});
  end();
});
window.addEventListener('popstate', (event) => {
  if (isEnded) return;
  state = event.state ?? first;
  drawChoices();
  load();
});
// A page that comes back from the browser's memory asks anew whether it is still open.
window.addEventListener('pageshow', (event) => event.persisted && window.location.reload());

find('number').textContent = panel.maskedNumber;
find('watermark').append(
  ...Array.from({ length: 24 }, () => {
    const mark = document.createElement('span');
    mark.dataset.mark = `${panel.maskedNumber} ${panel.openedAt}`;
    return mark;
  }),
);
if (!isEnded) {
  find('panel').hidden = false;
  drawChoices();
  load();
}
