import fc from 'fast-check';

/** Stands in what is sent; no answer may hold it, for answers quote nobody. */
export const mark = 'mark4711';

const strange = fc.constantFrom(
  '',
  mark,
  `<script>${mark}</script>`,
  '\u0000',
  '\u202e\ud800',
  '__proto__',
  'a'.repeat(300),
  '13800138001',
  'zh-CN',
  'message',
  '-1',
  '%00',
);
const leaf = fc.oneof(
  fc.constantFrom(null, true, 0, -0, 1e308, Number.MAX_SAFE_INTEGER, '', [], {}),
  strange,
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** JSON of any shape, with the strange among it. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(strange, fc.constantFrom('id', 'text', 'token')), tie('value'), {
      maxKeys: 4,
    }),
  ),
})).value;

/** An object with some of these members, each anything or what it should be. */
export function almost(members: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  const each = Object.fromEntries(
    Object.entries(members).map(([name, good]) => [name, fc.oneof(good, anyJson)]),
  );
  return fc.record(each, { requiredKeys: [] });
}

/** A body as bytes: JSON, JSON that breaks off, JSON nested too deep, or no JSON at all. */
export function bodyOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const text = value.map((each) => JSON.stringify(each) ?? 'null');
  const depth = fc.constantFrom(10, 5000, 60_000);
  return fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 1, arbitrary: text.map((whole) => whole.slice(0, -1)) },
    { weight: 1, arbitrary: depth.map((deep) => '['.repeat(deep) + ']'.repeat(deep)) },
    {
      weight: 1,
      arbitrary: depth.map(
        (deep) => `{"type":"message","text":"a","value":${'['.repeat(deep)}${']'.repeat(deep)}}`,
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
  );
}
