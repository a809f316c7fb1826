type Exception = readonly [title: RegExp, why: string];

const ownName: Exception = [/with time, what and channel/, 'the answer names the channel'];
const noCookie: Exception = [
  /in the browser of the chat/,
  'there is no browser of ours: a link takes the digits beside it',
];

/** What a channel cannot do as the transcript says, by the test's title: each with its reason. */
const exceptions: Readonly<Record<string, readonly Exception[]>> = {
  directLine: [
    [/too long/, 'Direct Line refuses what is too long, with an error of its own'],
    ownName,
  ],
  weChat: [
    [/forgets who the customer is after/, 'a number that is bound is known again'],
    [
      /news of a complaint comes before the day/,
      'days after the last word WeChat takes no message: the SMS has the news',
    ],
    [
      /of what another one said in the same browser/,
      'the binding of the number is a record more, and it is counted',
    ],
    noCookie,
    ownName,
  ],
  sms: [noCookie, ownName],
  teams: [noCookie, ownName],
};

/** Why a test is not played over the channel that `CHANNEL` names; undefined: it is. */
export function exceptionOf(title: string, channel = process.env.CHANNEL): string | undefined {
  return exceptions[channel ?? '']?.find(([form]) => form.test(title))?.[1];
}
