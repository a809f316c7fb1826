import assert from 'node:assert/strict';
import { callbackSlots, localParts, suggestedSlots } from '../../domain/callbackSlots.ts';
import type { OpeningHours } from '../../domain/openingHours.ts';
import { aboutCallback, callWish } from '../../domain/personWords.ts';
import { slotsMeant } from '../../domain/timeWords.ts';

const zone = 'Asia/Shanghai';
/** A Tuesday. */
const now = new Date('2026-11-24T10:10:00+08:00');
const written = (slots: ReturnType<typeof callbackSlots>, timeZone = zone) =>
  slots.map(({ start }) => localParts(start, timeZone).join(' '));

describe('hours to be rung back', () => {
  const slotsOf = (hours: OpeningHours, at = now, timeZone = zone) =>
    written(callbackSlots(hours, at, timeZone), timeZone);

  it('lie within the opening hours, from half an hour on, up to the day after tomorrow', () => {
    const slots = slotsOf(['09:30', '12:00']);
    assert.deepEqual(slots, [
      '2026-11-24 11:00',
      '2026-11-25 10:00',
      '2026-11-25 11:00',
      '2026-11-26 10:00',
      '2026-11-26 11:00',
    ]);
  });

  it('go over midnight with those of the desk', () => {
    const slots = slotsOf(['22:00', '02:00']);
    assert.deepEqual(slots.slice(0, 4), [
      '2026-11-24 22:00',
      '2026-11-24 23:00',
      '2026-11-25 00:00',
      '2026-11-25 01:00',
    ]);
    assert.ok(!slots.includes('2026-11-25 02:00'));
  });

  it('are none where the hours leave no whole one', () => {
    assert.deepEqual(slotsOf(['09:30', '10:20']), []);
  });

  it('are whole hours of the clock on the day that has twenty-five of them', () => {
    const slots = slotsOf(['00:00', '00:00'], new Date('2026-10-24T22:00:00Z'), 'Europe/Berlin');
    assert.ok(slots.every((slot) => slot.endsWith(':00')));
    assert.equal(slots.filter((slot) => slot === '2026-10-25 02:00').length, 2);
  });

  it('are shown a few at a time: the first, then one for each part of a day', () => {
    const shown = suggestedSlots(callbackSlots(['08:00', '22:00'], now, zone), zone, 5);
    assert.deepEqual(written([...shown]), [
      '2026-11-24 11:00',
      '2026-11-24 14:00',
      '2026-11-24 19:00',
      '2026-11-25 09:00',
      '2026-11-25 14:00',
    ]);
  });
});

describe('when somebody wants to be called', () => {
  const slots = callbackSlots(['08:00', '22:00'], now, zone);
  for (const [words, wanted] of [
    ['明天下午三点', ['2026-11-25 15:00']],
    ['明天下午3点半', ['2026-11-25 15:00']],
    ['后天上午十点', ['2026-11-26 10:00']],
    ['今晚八点', ['2026-11-24 20:00']],
    ['周四晚上七点', ['2026-11-26 19:00']],
    ['26号15:00', ['2026-11-26 15:00']],
    ['下午三点', ['2026-11-24 15:00']],
    ['上午九点', ['2026-11-25 09:00']],
    ['明天三点', ['2026-11-25 15:00']],
    ['明天九点', ['2026-11-25 09:00', '2026-11-25 21:00']],
    ['越快越好', ['2026-11-24 11:00']],
    ['tomorrow at 3 pm', ['2026-11-25 15:00']],
    ['Thursday 10am', ['2026-11-26 10:00']],
    ['the day after tomorrow at 8 o’clock in the evening', ['2026-11-26 20:00']],
    ['as soon as possible', ['2026-11-24 11:00']],
    ['明天凌晨三点', []],
    ['今天上午九点', []],
    ['下周一上午', []],
  ] as const)
    it(`“${words}” is ${wanted.join(' or ') || 'an hour nobody can call at'}`, () => {
      assert.deepEqual(written([...slotsMeant(words, slots, zone, '2026-11-24')]), wanted);
    });

  for (const [words, wish] of [
    ['请给我回电', 'call'],
    ['明天下午三点给我打电话', 'call'],
    ['call me back tomorrow at 3 pm please', 'call'],
    ['等不了，明天下午三点给我打电话', 'call'],
    ['现在没空，今晚八点再打给我', 'when'],
    ['那就明天下午三点吧', 'when'],
    ['tomorrow at 3 pm', 'when'],
    ['你们天天打电话给我推销', undefined],
    ['今天用了多少流量', undefined],
    ['别给我打电话', undefined],
    ['明天起改成99元套餐', undefined],
    ['好的', undefined],
    ['确认办理', undefined],
  ] as const)
    it(`“${words}” wishes for ${wish ?? 'no call'}`, () => assert.equal(callWish(words), wish));

  for (const [words, about] of [
    ['换个时间', 'change'],
    ['改一下时间', 'change'],
    ['change the time', 'change'],
    ['取消回电', 'withdraw'],
    ['不用回电了', 'withdraw'],
    ['cancel the call back', 'withdraw'],
    ['取消', undefined],
    ['换套餐', undefined],
    ['不用了', undefined],
  ] as const)
    it(`“${words}” is ${about ?? 'nothing'} about a booked one`, () =>
      assert.equal(aboutCallback(words), about));
});
