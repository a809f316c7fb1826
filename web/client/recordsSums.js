/** Draws how many records of each kind a month has and what they cost: the figures of the bill. */
export function drawSums(totals, { text, period, isBilled, sum }) {
  const line = (words, count, fee) => {
    const row = document.createElement('tr');
    const header = Object.assign(document.createElement('th'), { scope: 'row' });
    header.textContent = words;
    row.append(header, cell(count), cell(fee));
    return row;
  };
  const cell = (content) => {
    const element = document.createElement('td');
    element.textContent = content;
    return element;
  };
  const find = (id) => document.getElementById(id);
  find('sums-heading').textContent = text('recordsSums', { month: period });
  find('sums').replaceChildren(
    ...totals.kinds.map(({ kind, count, fee }) => line(text(`recordKind_${kind}`), count, fee)),
  );
  find('sums-all').replaceChildren(line(text('recordsSumAll'), totals.count, totals.fee));
  const note = isBilled ? 'recordsEqualsBill' : 'recordsNotBilled';
  find('sums-note').textContent = text(sum === totals.fee ? note : 'recordsDiffers', {
    month: period,
    sum,
    fee: totals.fee,
  });
}
