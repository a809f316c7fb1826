import type { Settings } from './config.ts';
import type { Operator } from './dialogs/shared/turn.ts';

/** Who the operator is, in the words that customers read. */
export function operatorOf(settings: Settings): Operator {
  return {
    name: { 'zh-CN': settings.OPERATOR_NAME_ZH, en: settings.OPERATOR_NAME_EN },
    hotline: settings.OPERATOR_HOTLINE,
    legal: {
      'zh-CN': settings.OPERATOR_LEGAL_NAME_ZH,
      en: settings.OPERATOR_LEGAL_NAME_EN,
      address: settings.OPERATOR_ADDRESS,
      licence: settings.OPERATOR_LICENCE,
    },
    timeZone: settings.OPERATOR_TIME_ZONE,
    host: settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL).hostname : 'localhost',
    publicUrl: publicUrlOf(settings),
  };
}

/** The address that customers know the server by. */
export function publicUrlOf({ PUBLIC_URL, HOST, PORT }: Settings, port = PORT): string {
  return (
    PUBLIC_URL?.replace(/\/+$/, '') ?? `http://${HOST === '0.0.0.0' ? 'localhost' : HOST}:${port}`
  );
}
