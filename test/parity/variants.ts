import type { loadTexts } from '../../dialogs/shared/texts.ts';
import type { Language } from '../../domain/language.ts';

type Translate = ReturnType<typeof loadTexts>[Language];
type Values = Readonly<Record<string, string | number>>;

/**
 * What a channel says where it does more than others: on WeChat a proved number stays bound, and that is
 * said beforehand and after.
 */
export function saidOn(channelId: string, t: Translate, key: string, values?: Values): string {
  if (channelId !== 'wechat') return t(key, values);
  if (key === 'identification:done') return t('identification:doneBound', values);
  const asksNumber = ['identification:askNumber', 'identification:idle'].includes(key);
  return asksNumber ? t(key, values) + t('identification:willBind') : t(key, values);
}

/** Channels that are called by their own name where it is read who looked at what. */
const ownNames = ['directline', 'wechat', 'wecom'];

/**
 * A fact as it is where nothing is bound, for comparing channels: without the sentences of a bound number,
 * a link's digits as what stands there in a browser of ours, and channels under one name.
 */
export function asEverywhere(fact: string, texts: Readonly<Record<Language, Translate>>): string {
  const [number = ''] = /\d{3}\*{4}\d{4}/.exec(fact) ?? [];
  const [pairing = ''] = /(?<!\d)\d{4}(?!\d)/.exec(fact) ?? [];
  for (const t of Object.values(texts)) {
    if (ownNames.some((name) => fact === t(`accessLog:channel.${name}`)))
      return t('accessLog:channel.other');
    if (fact === t('common:link.paired', { pairing })) return t('common:link.thisBrowser');
    const [more, bound] = [t('identification:willBind'), t('identification:doneBound', { number })];
    if (fact.endsWith(more)) return fact.slice(0, -more.length);
    if (fact === bound) return t('identification:done', { number });
  }
  return fact;
}
