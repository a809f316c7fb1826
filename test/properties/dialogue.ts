import { localDate, monthDays, startOfDay } from '../../domain/calendar.ts';
import type { View } from '../../ports/view.ts';
import { world } from '../support/world.ts';
import { type OperatorOnStage, startOperator } from './operator.ts';
import { type BotProcess, type CarrierCall, operatorFacts, startProcess } from './process.ts';
import { chanceOf, isWorkLeft, keptLog, type Memory, memory, wipe } from './stage.ts';
import type { Step, Story, Time } from './steps.ts';

/** Something a customer typed or tapped, as it left their device. */
export interface Said {
  readonly conversationId: string;
  readonly activityId: string;
  readonly text: string;
  readonly token?: string;
}

/** An SMS that a phone sent to the bot. */
export interface Texted {
  readonly from: string;
  readonly text: string;
}

/** A dialogue that was played to its end: everything there is to judge it by. */
export interface Played {
  readonly story: Story;
  readonly memory: Memory;
  readonly operator: OperatorOnStage;
  readonly conversations: readonly string[];
  readonly said: readonly Said[];
  readonly texted: readonly Texted[];
  readonly calls: readonly CarrierCall[];
  readonly log: readonly string[];
  readonly isWorkLeft: boolean;
  /** Prices were raised meanwhile: what the operator books of an open order may differ. */
  readonly isRaised: boolean;
}

/** One conversation, as its customer sees it. */
interface Tab {
  readonly id: string;
  read: number;
  /** The confirming buttons it has shown, the newest last. */
  readonly tokens: string[];
  awaits: 'wish' | 'confirmation' | 'code' | 'choice';
  choices: readonly string[];
}

const raisedOffers = ['plan-099', 'plan-069', 'add-02', 'add-10', 'vas-03', 'vas-01'];
const codePattern = /#(\d{6})$/;
const shortCodePattern = /[YN](\d{4})/;
const userId = 'customer';
const leaseMs = 31_000;

/** Plays a story against the real bot, then lets everything that is under way come to its end. */
export async function play(story: Story): Promise<Played & { close(): Promise<void> }> {
  const shared = await world();
  const stage = await memory();
  await wipe(stage);
  let nowMs = Date.parse(story.startsAt);
  const clock = () => new Date(nowMs);
  const chance = chanceOf(story.chance);
  const operator = await startOperator(clock);
  const calls: CarrierCall[] = [];
  const log: string[] = [];
  const said: Said[] = [];
  const sent: Array<{ key: string; tab: Tab; text: string; token?: string }> = [];
  const texted: Texted[] = [];
  let processes = 0;
  let isRaised = false;

  const start = (): BotProcess => {
    processes += 1;
    return startProcess({
      store: stage.store,
      recognizer: shared.recognizer,
      press: shared.press,
      operatorUrl: operator.url,
      clock,
      log: keptLog(log),
      policy: story.policy,
      owner: `process ${processes}`,
      ...chance,
      onCall: (call) => calls.push(call),
    });
  };
  let process = start();
  const tabs: Tab[] = [0, 1].map(() => ({
    id: `talk-${chance.newId()}`,
    read: 0,
    tokens: [],
    awaits: 'wish',
    choices: [],
  }));

  /** A killed process is followed by another, which waits out the leases of the dead. */
  async function revive(): Promise<void> {
    if (process.life.callsLeft >= 0) return;
    await process.conversations.idle();
    process = start();
    nowMs += leaseMs;
    await operator.notice();
    await process.conversations.sweep();
  }

  /** What a channel does: the same message again until somebody has it. */
  async function deliver<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (process.life.callsLeft >= 0) throw error;
      await revive();
      return send();
    }
  }

  async function send(tab: Tab, key: string, text: string, token?: string): Promise<void> {
    const { activityId, duplicate } = await deliver(() =>
      process.conversations.reception.receive({
        conversationId: tab.id,
        channelId: 'test',
        userId,
        key,
        activity: { type: 'message', text, ...(token && { value: { token } }) },
        address: tab.id,
      }),
    );
    if (!duplicate)
      said.push({ conversationId: tab.id, activityId, text, ...(token && { token }) });
  }

  async function says(tab: Tab, text: string, token?: string): Promise<void> {
    const key = chance.newId();
    sent.push({ key, tab, text, ...(token && { token }) });
    await send(tab, key, text, token);
  }

  async function read(): Promise<void> {
    for (const tab of tabs) {
      for (const { sequence, activity } of await stage.store.activities(tab.id, tab.read, 1000)) {
        tab.read = sequence;
        const { view } = (activity.channelData ?? {}) as { view?: View };
        if (view) look(tab, view);
      }
    }
  }

  function look(tab: Tab, { choices = [] }: View): void {
    const token = choices.find((choice) => choice.token)?.token;
    const labels = choices.map(({ label }) => label);
    tab.choices = labels;
    if (token) tab.tokens.push(token);
    const resends = labels.some((label) => /^(重新发送验证码|Resend code)$/.test(label));
    if (token) tab.awaits = 'confirmation';
    else if (resends) tab.awaits = 'code';
    else tab.awaits = labels.length > 3 ? 'choice' : 'wish';
  }

  const texts = async () => (await operator.messages(story.phoneNumber)).map(({ text }) => text);
  async function codes(pattern: RegExp): Promise<string[]> {
    return (await texts()).flatMap((text) => pattern.exec(text)?.[1] ?? []);
  }

  async function enter(tab: Tab, which: 'right' | 'wrong' | 'old'): Promise<void> {
    const all = await codes(codePattern);
    const code = which === 'old' ? all.at(-2) : all.at(-1);
    await says(tab, which === 'wrong' ? chance.randomDigits(6) : (code ?? '123456'));
  }

  async function proceed(tab: Tab, wish: string): Promise<void> {
    if (tab.awaits === 'code') return enter(tab, 'right');
    const token = tab.tokens.at(-1);
    if (tab.awaits === 'confirmation' && token) return says(tab, tab.choices[0] ?? '', token);
    const [choice] = tab.choices;
    const isAsked = tab.awaits === 'choice' && wish.length < 6 && choice !== undefined;
    await says(tab, isAsked ? choice : wish);
  }

  async function tap(tab: Tab, button: (Step & { kind: 'taps' })['button']): Promise<void> {
    const other = tabs.find((each) => each !== tab);
    const token = {
      live: tab.tokens.at(-1),
      old: tab.tokens.at(-2) ?? tab.tokens[0],
      otherTabs: other?.tokens.at(-1),
      forged: chance.newId(),
      no: undefined,
    }[button];
    await says(tab, button === 'no' ? '不办了' : '确认办理', token);
  }

  async function text({ answer, isOld, from }: Step & { kind: 'texts' }): Promise<void> {
    const all = await codes(shortCodePattern);
    const shortCode = all.at(isOld ? -3 : -1) ?? '0000';
    const reply = {
      id: chance.newId(),
      from: from === 'own' ? story.phoneNumber : '13800138099',
      text: `${answer}${shortCode}`,
    };
    texted.push(reply);
    await deliver(() => process.conversations.reception.hearSms(reply));
    // Gateways deliver twice.
    await deliver(() => process.conversations.reception.hearSms(reply));
  }

  async function pass(by: Time, isNoticed: boolean): Promise<void> {
    nowMs = by === 'midnight' || by === 'monthEnd' ? turnOf(by, nowMs) : nowMs + by;
    await operator.notice();
    if (isNoticed) await process.conversations.sweep();
  }

  async function perform(step: Step): Promise<void> {
    const tab = tabs['tab' in step ? step.tab : 0] ?? (tabs[0] as Tab);
    switch (step.kind) {
      case 'proceeds':
        return proceed(tab, step.wish);
      case 'says':
        return says(tab, step.text);
      case 'taps':
        return tap(tab, step.button);
      case 'enters':
        return enter(tab, step.code);
      case 'repeats': {
        const message = sent.at(-1 - step.back);
        return message && send(message.tab, message.key, message.text, message.token);
      }
      case 'texts':
        return text(step);
      case 'passes':
        return pass(step.by, step.isNoticed);
      case 'raises':
        isRaised = true;
        if (step.what === 'terminationFee') return operator.setTerminationFee(step.yuan);
        return operator.raisePrices(raisedOffers, step.yuan);
      case 'fails':
        return operator.misbehave(step.fault);
      case 'restarts':
        await process.conversations.stop();
        process = start();
        return process.conversations.sweep();
      case 'dies':
        process.life.callsLeft = step.afterCalls;
    }
  }

  for (const tab of tabs)
    await process.conversations.reception.open({
      conversationId: tab.id,
      channelId: 'test',
      userId,
      ...(story.isVouched && { verifiedPhoneNumber: story.phoneNumber }),
    });
  await process.conversations.idle();
  if (!story.isVouched) {
    await says(tabs[0] as Tab, story.phoneNumber);
    await process.conversations.idle();
    await enter(tabs[0] as Tab, 'right');
  }
  await process.conversations.idle();
  await read();
  for (const { isHurried, ...step } of story.steps) {
    await perform(step);
    if (isHurried) continue;
    await process.conversations.idle();
    await revive();
    await read();
  }

  /** All is well again, time goes by, and what was begun comes to its end. */
  await operator.behave();
  process.life.callsLeft = Math.min(process.life.callsLeft, -1);
  await revive();
  for (const waitMs of [
    ...Array(12).fill(1000),
    ...Array(40).fill(61_000),
    ...Array(26).fill(3_600_000),
  ]) {
    if (!(await isWorkLeft(stage))) break;
    nowMs += waitMs;
    await operator.notice();
    await process.conversations.sweep();
  }
  const left = await isWorkLeft(stage);
  return {
    story,
    memory: stage,
    operator,
    conversations: tabs.map(({ id }) => id),
    said,
    texted,
    calls,
    log,
    isWorkLeft: left,
    isRaised,
    close: () => operator.close(),
  };
}

/** Three minutes before to one after: over the line in one step. */
function turnOf(by: 'midnight' | 'monthEnd', nowMs: number): number {
  const zone = operatorFacts.timeZone;
  const today = localDate(new Date(nowMs), zone);
  const day = by === 'midnight' ? today : monthDays(today.slice(0, 7)).last;
  const next = new Date(Date.parse(startOfDay(day, zone)) + 86_400_000 + 60_000);
  const before = next.getTime() - 4 * 60_000;
  return nowMs < before ? before : next.getTime();
}
