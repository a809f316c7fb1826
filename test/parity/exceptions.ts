type Exception = readonly [title: RegExp, why: string];

const ownName: Exception = [/with time, what and channel/, 'the answer names the channel'];

/** What a channel cannot do as the transcript says, by the test's title: each with its reason. */
const exceptions: Readonly<Record<string, readonly Exception[]>> = {
  directLine: [
    [/too long/, 'Direct Line refuses what is too long, with an error of its own'],
    ownName,
  ],
  weChat: [[/forgets who the customer is after/, 'a number that is bound is known again'], ownName],
  sms: [ownName],
  teams: [ownName],
};

/** Why a test is not played over the channel that `CHANNEL` names; undefined: it is. */
export function exceptionOf(title: string, channel = process.env.CHANNEL): string | undefined {
  return exceptions[channel ?? '']?.find(([form]) => form.test(title))?.[1];
}
