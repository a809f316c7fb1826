/** A matrix kept in a quarter of its size: whole numbers of one byte, and what a row of them is multiplied by. */
export interface Rows {
  readonly numbers: Int8Array;
  readonly scales: Float32Array;
}

const largest = 127;

/** Packs the first `width` of every `stride` numbers. Each is right to 1/254 of the largest in its row. */
export function packRows(numbers: Float32Array, width: number, stride = width): Rows {
  const count = numbers.length / stride;
  const rows = { numbers: new Int8Array(count * width), scales: new Float32Array(count) };
  for (let row = 0; row < count; row += 1) {
    let most = 0;
    for (let at = 0; at < width; at += 1) {
      most = Math.max(most, Math.abs(numbers[row * stride + at] as number));
    }
    const scale = most / largest;
    rows.scales[row] = scale;
    for (let at = 0; at < width; at += 1) {
      const number = (numbers[row * stride + at] as number) / (scale || 1);
      rows.numbers[row * width + at] = Math.round(number);
    }
  }
  return rows;
}

/** `to += factor × the row`, as long as `to`. */
export function addRow(
  to: Float32Array,
  { numbers, scales }: Rows,
  row: number,
  factor: number,
): void {
  const scaled = factor * (scales[row] as number);
  const start = row * to.length;
  for (let at = 0; at < to.length; at += 1) {
    to[at] = (to[at] as number) + scaled * (numbers[start + at] as number);
  }
}

/** The inner product of a row and `other`, as long as that. */
export function dotRow({ numbers, scales }: Rows, row: number, other: Float32Array): number {
  const start = row * other.length;
  let sum = 0;
  for (let at = 0; at < other.length; at += 1) {
    sum += (numbers[start + at] as number) * (other[at] as number);
  }
  return sum * (scales[row] as number);
}
