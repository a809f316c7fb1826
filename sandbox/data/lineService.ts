import type { CatalogueEntry } from './catalogueEntry.ts';
import { say } from './text.ts';

/**
 * What suspending and resuming a line mean and cost. Nobody chooses it from what is on sale; it is
 * found by the specification that every line follows.
 */
export const lineService: CatalogueEntry = {
  id: 'line-service',
  kind: 'valueAddedService',
  name: say('停机保号', 'Line Suspension'),
  description: say(
    '停机期间保留号码，不能打电话、接电话、上网和收发短信；恢复后立即可用。',
    'Keeps the number while it is suspended: no calls, data or SMS; everything works again once it is resumed.',
  ),
  tariffId: 'MB-2026-LINE',
  monthlyFee: 500,
  limits: [
    say(
      '停机期间收不到短信验证码，请先确认不影响您的银行卡和各类账号',
      'No SMS codes arrive meanwhile: make sure first that your bank and other accounts can do without',
    ),
  ],
  isSellable: false,
  specification: 'mobile-line',
  own: {
    servicePeriod: [say('从停机到恢复', 'From suspension to resumption')],
    stopMethod: [
      say(
        '随时可在线恢复，恢复次日起不再收取',
        'Resume online at any time; no charge from the day after',
      ),
    ],
    conflict: [
      say(
        '停机期间套餐和附加业务照常计费，已享优惠不变',
        'The plan and everything else on the line are charged as usual meanwhile; discounts stay',
      ),
    ],
    undoWindow: [say('停机后随时可免费恢复', 'Resumed free of charge at any time')],
    emergencyImpact: [
      say(
        '停机期间仍可拨打 110、119、120、122，但收不到来电',
        'Emergency numbers 110, 119, 120 and 122 still work, but nobody can call you',
      ),
    ],
  },
};
