/** The languages the bot speaks, as BCP 47 tags. zh-CN is written first. */
export type Language = 'zh-CN' | 'en';
