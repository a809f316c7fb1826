import assert from 'node:assert/strict';
import { play } from './dialogue.ts';
import { gather, ordered } from './proof.ts';
import type { Story, Timed } from './steps.ts';

const mostMessages = 5;

/** At night, when people sleep (R32): what can be done then can be done at any hour. */
function story(policy: Story['policy'], wish: string): Story {
  const proceeds: Timed = { kind: 'proceeds', tab: 0, wish, isHurried: false };
  return {
    phoneNumber: '13800138001',
    startsAt: '2026-11-24T03:00:00+08:00',
    policy,
    isVouched: true,
    chance: 1,
    steps: Array<Timed>(mostMessages).fill(proceeds),
  };
}

/** How many messages it takes, doing no more than what the bot asks for, until it is ordered. */
async function effort(policy: Story['policy'], wish: string): Promise<number> {
  const played = await play(story(policy, wish), AbortSignal.timeout(60_000));
  const [first] = ordered(await gather(played));
  await played.operator.close();
  const last = first?.of('confirmedTwice')[0]?.data.activityId;
  const index = played.said.findIndex(({ activityId }) => activityId === last);
  assert.ok(index >= 0, `“${wish}” takes more than ${mostMessages} messages`);
  return index + 1;
}

describe('the effort of leaving (INV-9)', () => {
  for (const policy of ['cn', 'eu'] as const) {
    it(`is no greater than that of ordering, at three in the morning (${policy})`, async function () {
      this.timeout(60_000);
      const toOrder = await effort(policy, '订购语音包 300 分钟');
      for (const wish of ['退订来电显示', '退订流量月包 10GB'])
        assert.ok((await effort(policy, wish)) <= toOrder, wish);
    });
  }
});
