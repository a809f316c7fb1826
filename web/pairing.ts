import { say } from './texts.ts';

const languages = ['zh-CN', 'en'] as const;

/** A sentence in every language, each in an element of its own: for pages that ask nobody who they are. */
export function inAll(element: 'p' | 'span', key: string): string {
  return languages
    .map((language) => `<${element} lang="${language}">${say(language, key)}</${element}>`)
    .join(' ');
}

/** Where the digits shown in chat are typed; folded away in a browser that the chat may know (rights §5.2). */
export function pairingField(isKnownBrowser: boolean): string {
  const label = inAll('span', 'pairingDigits');
  return `<details${isKnownBrowser ? '' : ' open'}><summary>${label}</summary>
${inAll('p', 'pairingDigitsWhy')}
<label for="digits">${label}</label>
<input id="digits" name="digits" inputmode="numeric" maxlength="8" size="6"></details>`;
}
