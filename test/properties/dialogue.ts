import { localDate, monthDays, startOfDay } from '../../domain/calendar.ts';
import type { AgreementPress } from '../../ports/agreement.ts';
import { operator as operatorOnPaper } from '../support/operator.ts';
import { world } from '../support/world.ts';
import { createCustomer, type Opened, type Said, type Texted, userId } from './customer.ts';
import { type OperatorOnStage, startOperator } from './operator.ts';
import type { CarrierCall } from './process.ts';
import { type Service, startService } from './service.ts';
import { chanceOf, isWorkLeft, leaveMemory, type Memory, memory, wipe } from './stage.ts';
import type { Step, Story, Time } from './steps.ts';

/** A dialogue that was played to its end: everything there is to judge it by. */
export interface Played {
  readonly story: Story;
  readonly memory: Memory;
  readonly operator: OperatorOnStage;
  readonly conversations: readonly string[];
  readonly said: readonly Said[];
  readonly texted: readonly Texted[];
  readonly opened: readonly Opened[];
  readonly calls: readonly CarrierCall[];
  readonly log: readonly string[];
  readonly isWorkLeft: boolean;
}

/** Time as the dialogue has it: it moves only when told to. */
interface Clock {
  readonly now: () => Date;
  set(ms: number): Promise<void>;
}

/** Everybody on the stage of one dialogue. */
interface Cast {
  readonly story: Story;
  readonly clock: Clock;
  readonly operator: OperatorOnStage;
  readonly service: Service;
  readonly customer: ReturnType<typeof createCustomer>;
}

const raisedOffers = ['plan-099', 'plan-069', 'plan-199', 'add-02', 'add-04', 'add-10', 'vas-03'];
const leaseMs = 61_000;
const minute = 60_000;

/**
 * Plays a story against the real bot, then lets everything that is under way come to its end. Throws
 * when `signal` says that it takes too long: its operator is gone then, and its memory is its own.
 */
export async function play(story: Story, signal: AbortSignal): Promise<Played> {
  const stage = await memory();
  await wipe(stage);
  let nowMs = Date.parse(story.startsAt);
  const now = () => new Date(nowMs);
  const operator = await startOperator(now);
  const clock: Clock = {
    now,
    async set(ms) {
      nowMs = ms;
      await operator.notice();
    },
  };
  try {
    return await Promise.race([act(story, stage, operator, clock, signal), lateness(signal)]);
  } catch (error) {
    if (signal.aborted) leaveMemory();
    await operator.close();
    throw error;
  }
}

/** Rejects when it is late. */
function lateness(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function act(
  story: Story,
  stage: Memory,
  operator: OperatorOnStage,
  clock: Clock,
  signal: AbortSignal,
): Promise<Played> {
  const cast = await enter(story, stage, operator, clock);
  const { service, customer } = cast;
  for (const { isHurried, ...step } of story.steps) {
    signal.throwIfAborted();
    await perform(cast, step);
    if (isHurried) continue;
    await service.idle();
    await customer.reads();
  }
  await settle(cast, stage);
  return {
    story,
    memory: stage,
    operator,
    conversations: customer.tabs.map(({ id }) => id),
    said: customer.said,
    texted: customer.texted,
    opened: customer.opened,
    calls: service.calls,
    log: service.log,
    isWorkLeft: await isWorkLeft(stage),
  };
}

/** Opens both tabs, the customer's number proved by the page or by a code. */
async function enter(
  story: Story,
  { store }: Memory,
  operator: OperatorOnStage,
  clock: Clock,
): Promise<Cast> {
  const { recognizer, press } = await world();
  const chance = chanceOf(story.chance);
  const service = startService({
    store,
    recognizer,
    press: briefPress(press),
    operatorUrl: operator.url,
    clock: clock.now,
    policy: story.policy,
    ...chance,
    waitForLeases: () => clock.set(clock.now().getTime() + leaseMs),
  });
  const customer = createCustomer({ story, service, store, operator, chance, now: clock.now });
  for (const { id } of customer.tabs)
    await service.open({
      conversationId: id,
      channelId: 'test',
      userId,
      ...(story.isVouched && { verifiedPhoneNumber: story.phoneNumber }),
    });
  await service.idle();
  if (!story.isVouched) {
    await customer.says(customer.tabs[0], story.phoneNumber);
    await service.idle();
    await customer.enters(customer.tabs[0], 'right');
    await service.idle();
  }
  await customer.reads();
  return { story, clock, operator, service, customer };
}

/** Signed as ever, over the whole disclosure, but only its first page is drawn: drawing takes the time. */
const briefPress = (press: AgreementPress): AgreementPress => ({
  print: (document) => press.print({ ...document, sections: document.sections.slice(0, 1) }),
});

async function perform(cast: Cast, step: Step): Promise<void> {
  const { operator, service, customer } = cast;
  const tab = customer.tabs['tab' in step && step.tab === 1 ? 1 : 0];
  switch (step.kind) {
    case 'proceeds':
      return customer.proceeds(tab, step.wish);
    case 'says':
      return customer.says(tab, step.text);
    case 'taps':
      return customer.taps(tab, step.button);
    case 'enters':
      return customer.enters(tab, step.code, step.words);
    case 'opens':
      return customer.opens(tab, step.link);
    case 'repeats':
      return customer.repeats(step.back);
    case 'texts':
      return customer.texts(step);
    case 'passes':
      return pass(cast, step.by, step.isNoticed);
    case 'raises':
      if (step.what === 'terminationFee') return operator.setTerminationFee(step.yuan);
      await operator.raisePrices(raisedOffers, step.yuan);
      service.calls.push({ name: 'raised' });
      return;
    case 'fails':
      return operator.misbehave(step.fault);
    case 'restarts':
      return service.restart();
    case 'dies':
      return service.killAfter(step.afterCalls);
  }
}

/** Time passes between two things that happen, not in the middle of one. */
async function pass({ clock, service }: Cast, by: Time, isNoticed: boolean): Promise<void> {
  await service.idle();
  const nowMs = clock.now().getTime();
  await clock.set(typeof by === 'number' ? nowMs + by : turnOf(by, nowMs));
  if (isNoticed) await service.sweep();
}

/** Three minutes before a day or month is over, or one minute after, when it is that late already. */
function turnOf(by: 'midnight' | 'monthEnd', nowMs: number): number {
  const zone = operatorOnPaper.timeZone;
  const today = localDate(new Date(nowMs), zone);
  const lastDay = by === 'midnight' ? today : monthDays(today.slice(0, 7)).last;
  const turnMs = Date.parse(startOfDay(lastDay, zone)) + 24 * 60 * minute;
  return nowMs < turnMs - 3 * minute ? turnMs - 3 * minute : turnMs + minute;
}

/** Seconds, then minutes, then hours: an order is followed for a day. */
const waitsMs = [
  ...Array<number>(12).fill(1000),
  ...Array<number>(40).fill(61_000),
  ...Array<number>(26).fill(60 * minute),
];

/** All is well again, time goes by, and what was begun comes to its end. */
async function settle({ operator, service, clock }: Cast, stage: Memory): Promise<void> {
  await service.idle();
  await operator.behave();
  for (const waitMs of waitsMs) {
    if (!(await isWorkLeft(stage))) return;
    await clock.set(clock.now().getTime() + waitMs);
    await service.sweep();
    await service.idle();
  }
}
