const shownMs = 30_000;

/** The columns of the list, by the key of their heading; the first names its row. */
const columns = [
  ['recordsAt', (row) => row.at],
  ['recordsKind', (row, text) => text(`recordKind_${row.kind}`)],
  ['recordsOther', (row) => row.otherNumber],
  [
    'recordsQuantity',
    ({ quantity }, text) => quantity && text(`unit_${quantity.unit}`, { number: quantity.number }),
  ],
  ['recordsPlace', (row) => row.place],
  ['recordsFee', (row) => row.fee],
];

/**
 * Draws the list of records. `reveal(id)` fetches a number in full; it stands in the page only while it
 * is shown, one at a time, and goes when the customer looks elsewhere (rights §5.3).
 */
export function createTable({ text, reveal, onRefused }) {
  const rows = document.getElementById('rows');
  // Said once more, for a narrow screen lays a table out as blocks.
  const roles = { '#list': 'table', '#list > *': 'rowgroup', '#columns': 'row' };
  for (const [parts, role] of Object.entries(roles)) {
    for (const part of document.querySelectorAll(parts)) part.setAttribute('role', role);
  }
  let hide = () => {};

  function cell(tag, role, key, content) {
    const element = document.createElement(tag);
    element.setAttribute('role', role);
    element.dataset.heading = text(key);
    element.append(content ?? '—');
    return element;
  }

  function numberCell({ id, otherNumber, isMasked }) {
    const number = document.createElement('span');
    number.className = 'number';
    number.textContent = otherNumber ?? '—';
    const element = cell('td', 'cell', 'recordsOther', number);
    if (isMasked) element.append(revealButton(id, number, otherNumber));
    return element;
  }

  function revealButton(id, number, masked) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'reveal';
    const show = (key, label) => {
      button.textContent = text(key);
      button.setAttribute('aria-label', text(label, { number: masked }));
    };
    show('recordsReveal', 'recordsRevealLabel');
    let isShown = false;
    button.addEventListener('click', async () => {
      if (isShown) return hide();
      try {
        const full = await reveal(id);
        hide();
        number.textContent = full;
        isShown = true;
        show('recordsHide', 'recordsHideLabel');
        const timer = setTimeout(() => hide(), shownMs);
        hide = () => {
          clearTimeout(timer);
          number.textContent = masked;
          isShown = false;
          show('recordsReveal', 'recordsRevealLabel');
          hide = () => {};
        };
      } catch (refusal) {
        onRefused(refusal);
      }
    });
    return button;
  }

  function drawRow(row) {
    const element = document.createElement('tr');
    element.setAttribute('role', 'row');
    for (const [index, [key, content]] of columns.entries()) {
      if (key === 'recordsOther') element.append(numberCell(row));
      else if (index > 0) element.append(cell('td', 'cell', key, content(row, text)));
      else {
        const header = cell('th', 'rowheader', key, content(row, text));
        header.scope = 'row';
        element.append(header);
      }
    }
    return element;
  }

  document.addEventListener('visibilitychange', () => document.hidden && hide());
  window.addEventListener('pagehide', () => hide());
  return {
    draw(all) {
      hide();
      const headings = columns.map(([key]) => {
        const heading = document.createElement('th');
        heading.scope = 'col';
        heading.setAttribute('role', 'columnheader');
        heading.textContent = text(key);
        return heading;
      });
      document.getElementById('columns').replaceChildren(...headings);
      document.getElementById('list').hidden = all.length === 0;
      document.getElementById('reveal-note').hidden = !all.some(({ isMasked }) => isMasked);
      rows.replaceChildren(...all.map(drawRow));
    },
  };
}
