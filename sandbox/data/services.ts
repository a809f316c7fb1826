import type { CatalogueEntry } from './catalogueEntry.ts';
import { type Bilingual, say } from './text.ts';

function service(
  id: string,
  name: Bilingual,
  fen: number,
  description: Bilingual,
  more: Partial<CatalogueEntry> = {},
): CatalogueEntry {
  return {
    id,
    kind: 'valueAddedService',
    name,
    description,
    tariffId: `MB-2026-${id.toUpperCase()}`,
    monthlyFee: fen,
    autoRenew: true,
    ...more,
  };
}

const galaxy = say('星河视频有限公司', 'Galaxy Video Ltd');
/** The value-added services. */
export const services: readonly CatalogueEntry[] = [
  service(
    'vas-01',
    say('来电显示', 'Caller Display'),
    600,
    say('来电时显示对方号码。', 'Shows the number of who is calling.'),
  ),
  service(
    'vas-02',
    say('视频彩铃', 'Video Ringback'),
    500,
    say('给您打电话的人听到您选的铃声。', 'Callers hear the tune you choose.'),
  ),
  service(
    'vas-03',
    say('通话助理', 'Call Assistant'),
    300,
    say('漏接来电时代为应答并短信告知。', 'Answers missed calls and tells you by SMS.'),
  ),
  service(
    'vas-04',
    say('和云盘 200GB', 'Cloud Drive 200 GB'),
    1000,
    say('200GB 云端存储空间。', '200 GB of cloud storage.'),
  ),
  service(
    'vas-05',
    say('星河视频会员', 'Galaxy Video Membership'),
    1500,
    say(
      '星河视频会员，费用由运营商代收。',
      'Membership of Galaxy Video; we collect the charge for them.',
    ),
    { thirdParty: galaxy },
  ),
  service(
    'vas-06',
    say('云音乐会员', 'CloudMusic Membership'),
    1200,
    say(
      '云音乐会员，费用由运营商代收。',
      'Membership of CloudMusic; we collect the charge for them.',
    ),
    { thirdParty: say('云音乐科技有限公司', 'CloudMusic Technology Ltd') },
  ),
  service(
    'vas-07',
    say('手机碎屏保', 'Screen Insurance'),
    800,
    say(
      '屏幕意外破碎时免费更换一次，费用由运营商代收。',
      'One free screen replacement; we collect the charge for the insurer.',
    ),
    { thirdParty: say('平顺保险股份有限公司', 'Pingshun Insurance Co.') },
  ),
  service(
    'vas-08',
    say('安全管家', 'Security Guard'),
    200,
    say('骚扰来电和诈骗短信提醒。', 'Warns of nuisance calls and fraudulent SMS.'),
  ),
  service(
    'vas-09',
    say('反诈提醒', 'Fraud Alert'),
    0,
    say(
      '疑似诈骗来电时短信提醒，永久免费。',
      'An SMS when a call looks fraudulent; free for good.',
    ),
  ),
  service(
    'vas-10',
    say('有声书会员', 'Audiobook Membership'),
    800,
    say(
      '听书不限量。首月免费体验，到期自动停止，不转为收费；想继续用需重新办理。',
      'Unlimited audiobooks. The first month is a free trial that ends by itself and never turns into a paid service; to go on, order it again.',
    ),
    {
      autoRenew: false,
      promotion: { kind: 'trial', price: 0, months: 1 },
      own: {
        servicePeriod: [
          say('免费体验 1 个月，到期自动停止', 'A free trial of 1 month that ends by itself'),
        ],
        deductDate: [say('体验期不扣费', 'Nothing is taken during the trial')],
      },
    },
  ),
];
