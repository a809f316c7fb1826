import type { Server } from 'restify';
import { createDeskDoor } from './bots/deskDoor.ts';
import type { Reception } from './bots/reception.ts';
import type { WeChatParts } from './channels/weChat/addWeChat.ts';
import { addWeCom, type WeCom } from './channels/weCom/addWeCom.ts';
import type { Settings } from './config.ts';
import { createFormat } from './dialogs/shared/format.ts';
import type { DialogServices } from './dialogs/shared/turn.ts';
import type { Language } from './domain/language.ts';
import type { Parts } from './openDoors.ts';
import { weChatAccountOf, weComAccountOf } from './operator.ts';

/** What the channel of WeChat is made of. */
export function weChatParts(
  { settings, ports, services, clock, log, sandboxUrl }: Parts,
  reception: Reception,
): WeChatParts {
  const { store, vault, keys } = ports;
  return {
    account: weChatAccountOf(settings, keys, sandboxUrl),
    reception,
    store,
    vault,
    clock,
    log,
    postsPerMinute: settings.POSTS_PER_MINUTE,
    // Whoever floods is not asked for their language.
    tooFast: Object.values(services.texts)
      .map((t) => t('weChat:tooFast'))
      .join('\n'),
    moreToCome: (language: Language) => services.texts[language]('weChat:moreToCome'),
    notice: settings.WECHAT_NOTICE && noticeFrom(settings.WECHAT_NOTICE, services),
  };
}

/** Opens 微信客服 of WeCom where it is configured. */
export function openWeCom(server: Server, parts: Parts, reception: Reception): WeCom | undefined {
  const account = weComAccountOf(parts.settings);
  if (!account) return undefined;
  const { vault, store } = parts.ports;
  const door = createDeskDoor({ store, vault, clock: parts.clock, reception });
  return addWeCom(server, { ...weChatParts(parts, reception), account, door });
}

/** A notice is read by whoever holds the phone: it says that there is something, and not what. */
function noticeFrom(
  { template_id: templateId, data }: NonNullable<Settings['WECHAT_NOTICE']>,
  { texts, operator }: DialogServices,
) {
  return (language: Language, now: Date) => {
    const { dateTime } = createFormat(texts[language], operator.timeZone);
    const words = {
      text: texts[language]('weChat:notice'),
      time: dateTime(now.toISOString()),
    };
    const filled = (value: string) =>
      value.replace(/\{(text|time)\}/g, (_all, name: keyof typeof words) => words[name]);
    const fields = Object.entries(data).map(([name, value]) => [name, { value: filled(value) }]);
    return { templateId, data: Object.fromEntries(fields) };
  };
}
