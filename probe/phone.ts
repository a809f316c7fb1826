import { ask, until } from './talk.ts';

/** The phone of a probe account: what arrives there by SMS. */
export interface Phone {
  readonly number: string;
  messages(): Promise<readonly string[]>;
  /** The code that comes after this is done. Throws when none comes. */
  codeAfter<T>(
    act: () => Promise<T>,
  ): Promise<{ readonly code: string; readonly sms: string; readonly result: T }>;
}

/** No SMS came in time. */
export class NoSms extends Error {}

/** A phone whose messages are read over HTTP as the sandbox serves them: `GET {url}/{number}/messages`. */
export function phoneAt(url: string, number: string): Phone {
  const messages = async () => {
    const list = await ask<Array<{ text: string; direction?: string }>>(
      'GET',
      `${url}/${number}/messages`,
    );
    return list.filter(({ direction }) => direction !== 'sent').map(({ text }) => text);
  };
  return {
    number,
    messages,
    async codeAfter(act) {
      const before = (await messages()).length;
      const result = await act();
      const found = await until(async () => {
        const fresh = (await messages()).slice(before);
        const sms = fresh.find((text) => /#\d{6}$/.test(text.trim()));
        const code = sms && /#(\d{6})$/.exec(sms.trim())?.[1];
        return sms && code ? { sms, code } : undefined;
      });
      if (!found) throw new NoSms();
      return { ...found, result };
    },
  };
}
