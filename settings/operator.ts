import { z } from 'zod';

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'must be an IANA time zone such as Asia/Shanghai');

/** Who the operator is, the rules it serves by, and what it signs with. */
export const operator = {
  OPERATOR_NAME_ZH: z.string().default('明白通信'),
  OPERATOR_NAME_EN: z.string().default('Mingbai Telecom'),
  OPERATOR_LEGAL_NAME_ZH: z.string().default('明白通信有限公司'),
  OPERATOR_LEGAL_NAME_EN: z.string().default('Mingbai Telecom Ltd'),
  OPERATOR_ADDRESS: z.string().default('示范省明白市清楚路 1 号'),
  OPERATOR_LICENCE: z.string().default('DEMO-0000'),
  OPERATOR_HOTLINE: z.string().default('10000'),
  OPERATOR_TIME_ZONE: timeZone.default('Asia/Shanghai'),
  POLICY: z.enum(['cn', 'eu'], 'must be cn or eu').default('cn'),
  AGREEMENT_P12: z.string().optional(),
  AGREEMENT_P12_PASSWORD: z.string().optional(),
};
