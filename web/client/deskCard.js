const find = (id) => document.getElementById(id);

/** What the agent knows of the customer, term by term, and the papers of this conversation. */
export function drawCard({ card, conversationId }, { text, reason }) {
  const rows = card ? rowsOf(card, text) : [];
  find('card').replaceChildren(
    ...rows.flatMap(([term, value]) => [
      Object.assign(document.createElement('dt'), { textContent: text(term) }),
      Object.assign(document.createElement('dd'), { textContent: value }),
    ]),
  );
  find('exports').hidden = false;
  const why = encodeURIComponent(reason || text('chat'));
  const { lang } = document.documentElement;
  for (const link of document.querySelectorAll('[data-format]'))
    link.href = `/desk/transcripts/${conversationId}?format=${link.dataset.format}&lang=${lang}&reason=${why}`;
}

function rowsOf(card, text) {
  const { customer, openQuote, lastOrders, intent, tried, accessibility, callback } = card;
  const time = (at) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'short' }).format(
      new Date(at),
    );
  const list = (items) => (items.length > 0 ? items.join(text('listJoint')) : text('none'));
  return [
    ...(callback ? [['callback', callbackOf(callback, text)]] : []),
    ['number', customer?.maskedNumber ?? text('unknown')],
    ['level', text(`level_${customer?.level ?? 'none'}`)],
    ['reason', text(`reason_${card.reason}`)],
    ['language', text(`language_${card.language}`)],
    ['channel', text(`channel_${card.channelId}`)],
    ['access', list(accessibility.map((need) => text(need)))],
    [
      'openQuote',
      openQuote
        ? text('quoteValue', {
            product: openQuote.product,
            phase: openQuote.phase === 'first' ? 1 : 2,
          })
        : text('none'),
    ],
    [
      'orders',
      list(
        lastOrders.map(({ at, product, outcome }) =>
          text('orderValue', { at: time(at), product, outcome: text(`outcome_${outcome}`) }),
        ),
      ),
    ],
    [
      'intent',
      text('intentValue', {
        name: text(`intent_${intent.name}`),
        percent: Math.round(intent.confidence * 100),
      }),
    ],
    ['tried', list(tried.map((dialog) => text(`intent_${dialog}`)))],
  ];
}

/** The ticket has the number to dial; the desk shows it masked like everything. */
function callbackOf({ start, end, reference, maskedNumber }, text) {
  const time = (at) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' }).format(
      new Date(at),
    );
  return text('callbackValue', {
    from: time(start),
    to: time(end),
    reference,
    number: maskedNumber,
  });
}
