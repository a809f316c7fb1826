import { z } from 'zod';
import { aesKey, type Rule, together, url } from './values.ts';

/** The template of notices outside WeChat's 48 hours, and what stands in its fields. */
const weChatNotice = z.string().transform((text, context) => {
  try {
    return z
      .strictObject({ template_id: z.string().min(1), data: z.record(z.string(), z.string()) })
      .parse(JSON.parse(text));
  } catch {
    context.addIssue('must be JSON such as {"template_id":"…","data":{"thing1":"{text}"}}');
    return z.NEVER;
  }
});

/** An official account of WeChat, and 微信客服 of WeCom. */
export const weChat = {
  WECHAT_APP_ID: z
    .string()
    .regex(/^wx[0-9a-z]{16}$/, 'must be wx and sixteen letters or digits')
    .optional(),
  WECHAT_APP_SECRET: z.string().optional(),
  WECHAT_TOKEN: z
    .string()
    .regex(/^[0-9A-Za-z]{3,32}$/, 'must be 3 to 32 letters and digits')
    .optional(),
  WECHAT_AES_KEY: aesKey.optional(),
  WECHAT_API_URL: url.optional(),
  WECHAT_NOTICE: weChatNotice.optional(),
  WECOM_CORP_ID: z.string().optional(),
  WECOM_SECRET: z.string().optional(),
  WECOM_TOKEN: z
    .string()
    .regex(/^[0-9A-Za-z]{1,32}$/, 'must be up to 32 letters and digits')
    .optional(),
  WECOM_AES_KEY: aesKey.optional(),
  WECOM_API_URL: url.default('https://qyapi.weixin.qq.com'),
};

/** What they must be together. */
export const weChatRules: readonly Rule[] = [
  {
    path: 'WECHAT_APP_ID',
    message: 'is set together with WECHAT_APP_SECRET and WECHAT_TOKEN',
    holds: ({
      WECHAT_APP_ID: id,
      WECHAT_APP_SECRET: secret,
      WECHAT_TOKEN: token,
      WECHAT_AES_KEY: key,
    }) => (id ? secret && token : !secret && !token && !key),
  },
  together(
    'WECOM_CORP_ID',
    ['WECOM_SECRET', 'WECOM_TOKEN', 'WECOM_AES_KEY'],
    'is set together with WECOM_SECRET, WECOM_TOKEN and WECOM_AES_KEY',
  ),
];
