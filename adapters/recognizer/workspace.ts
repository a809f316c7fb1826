// The two inner loops of learning, in WebAssembly: four numbers at a step, four times as fast as the same
// loops in JavaScript, and nothing to build. The instructions stand below one by one; their codes are those
// of https://webassembly.github.io/spec/core/binary/instructions.html

/** Rows are so many numbers long, or a multiple of it. */
export const stride = 16;

/** The next multiple of `stride`. */
export const roundUp = (length: number): number => Math.ceil(length / stride) * stride;

/** Numbers the fast loops can reach. Places and counts are in numbers, counts multiples of `stride`. */
export interface Workspace {
  readonly numbers: Float32Array;
  /** `numbers[to…] += factor × numbers[from…]` */
  addScaled(to: number, from: number, count: number, factor: number): void;
  /** The inner product of two stretches. */
  dot(one: number, other: number, count: number): number;
}

const numberBytes = 4;
const vectorBytes = 16;
const pageBytes = 65_536;

type Code = readonly number[];

/** A number in LEB128, as counts and names of instructions are written. */
const count = (value: number): Code =>
  value < 128 ? [value] : [(value % 128) + 128, ...count(Math.floor(value / 128))];
const sized = (code: Code): Code => [...count(code.length), ...code];
const list = (items: readonly Code[]): Code => [...count(items.length), ...items.flat()];
const section = (id: number, code: Code): Code => [id, ...sized(code)];
const name = (text: string): Code => sized([...Buffer.from(text)]);

const i32 = 0x7f;
const f32 = 0x7d;
const v128 = 0x7b;
const end = 0x0b;
const addFloats = 0x92;
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const vector = (code: number, ...rest: number[]): Code => [0xfd, ...count(code), ...rest];
const load = (offset: number): Code => vector(0, 2, offset);
const store = (offset: number): Code => vector(11, 2, offset);
const spread: Code = vector(19);
const lane = (number: number): Code => vector(31, number);
const add: Code = vector(0xe4);
const multiply: Code = vector(0xe6);

/** Goes through both stretches, whose addresses are the locals 0 and 1, until the first is at local 2. */
function loop(step: (offset: number) => Code): Code {
  const steps = Array.from({ length: stride / 4 }, (_unused, at) => step(at * vectorBytes));
  // 0xc0 0x00 is 64, the bytes of one stride; then i32.add.
  const onward = [0, 1].map((local) => [...get(local), 0x41, 0xc0, 0x00, 0x6a, ...set(local)]);
  const again = [...get(0), ...get(2), 0x49, 0x0d, 0];
  return [0x03, 0x40, ...steps.flat(), ...onward.flat(), ...again, end];
}

/** (to, from, end, factor), and the factor four times in local 4. */
const addScaledCode: Code = [
  ...[1, 1, v128],
  ...[...get(3), ...spread, ...set(4)],
  ...loop((offset) => [
    ...[...get(0), ...get(0), ...load(offset)],
    ...[...get(1), ...load(offset), ...get(4), ...multiply],
    ...[...add, ...store(offset)],
  ]),
  end,
];

/** (one, other, end) → sum, with four sums in local 3. */
const dotCode: Code = [
  ...[1, 1, v128],
  ...loop((offset) => [
    ...[...get(0), ...load(offset), ...get(1), ...load(offset), ...multiply],
    ...[...get(3), ...add, ...set(3)],
  ]),
  ...[...get(3), ...lane(0)],
  ...[1, 2, 3].flatMap((number) => [...get(3), ...lane(number), addFloats]),
  end,
];

const program = new WebAssembly.Module(
  Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      list([
        [0x60, 4, i32, i32, i32, f32, 0],
        [0x60, 3, i32, i32, i32, 1, f32],
      ]),
    ),
    ...section(2, list([[...name('here'), ...name('memory'), 2, 0, 1]])),
    ...section(3, list([[0], [1]])),
    ...section(
      7,
      list([
        [...name('addScaled'), 0, 0],
        [...name('dot'), 0, 1],
      ]),
    ),
    ...section(10, list([sized(addScaledCode), sized(dotCode)])),
  ]),
);

/** Opens a workspace of so many numbers, all 0. */
export function openWorkspace(size: number): Workspace {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((size * numberBytes) / pageBytes) });
  const { exports } = new WebAssembly.Instance(program, { here: { memory } });
  const { addScaled, dot } = exports;
  if (!addScaled || !dot) throw new Error('the loops are not there');
  return {
    numbers: new Float32Array(memory.buffer, 0, size),
    addScaled: (to, from, length, factor) => {
      addScaled(to * 4, from * 4, (to + length) * 4, factor);
    },
    dot: (one, other, length) => dot(one * 4, other * 4, (one + length) * 4),
  };
}
