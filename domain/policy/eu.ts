import { cn } from './cn.ts';
import type { Policy } from './policy.ts';

const order = { ...cn.changes.order, button: 'orderWithObligationToPay' } as const;

/**
 * The European Union: a contract summary before the contract, a button that names the obligation
 * to pay, 14 days to withdraw. Everything else as at home, because it is at least as strict.
 */
export const eu: Policy = {
  ...cn,
  id: 'eu',
  version: 'eu-2026-11',
  changes: { ...cn.changes, changePlan: order, order },
  complaints: { ...cn.complaints, appeal: 'eu', appealWithinDays: 90 },
  withdrawalDays: 14,
  hasContractSummary: true,
  rules: [
    ...cn.rules,
    { id: 'X1', source: 'EECC Art 102, Impl. Reg. (EU) 2019/2243', severity: 'S1' },
    { id: 'X4', source: 'Directive 2011/83 Arts 8(2), 9', severity: 'S1' },
  ],
};
