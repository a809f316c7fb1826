import { sayPrefix } from './push.ts';

/** A button of the account's menu: it says something, or opens others. */
export type MenuButton =
  | { readonly type: 'click'; readonly name: string; readonly key: string }
  | { readonly name: string; readonly sub_button: readonly MenuButton[] };

/** What the menu shows: three buttons with at most five each, as intents of `common:intent`. */
const menu = {
  check: ['checkBill', 'checkUsage', 'checkBalance', 'checkPlan', 'checkSubscriptions'],
  arrange: ['changePlan', 'orderAddOn', 'cancelService', 'itemisedRecords', 'getAgreement'],
  more: ['checkPrice', 'readAnnouncements', 'myWeChats', 'help', 'talkToPerson'],
} as const;

/** The account's menu in its customers' language. A button says what its name is: no code behind it. */
export function menuButtons(t: (key: string) => string): MenuButton[] {
  return Object.entries(menu).map(([group, intents]) => ({
    name: t(`weChat:menu.${group}`),
    sub_button: intents.map((intent) => {
      const name = t(`common:intent.${intent}`);
      return { type: 'click' as const, name, key: `${sayPrefix}${name}` };
    }),
  }));
}
