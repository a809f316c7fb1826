import type { Operator } from '../../dialogs/shared/turn.ts';

/** The operator of all talks. */
export const operator: Operator = {
  name: { 'zh-CN': '明白通信', en: 'Mingbai Telecom' },
  hotline: '10000',
  legal: {
    'zh-CN': '明白通信有限公司',
    en: 'Mingbai Telecom Ltd',
    address: '示范省明白市清楚路 1 号',
    licence: 'DEMO-0000',
  },
  timeZone: 'Asia/Shanghai',
  host: 'chat.example.com',
  publicUrl: 'https://chat.example.com',
};
