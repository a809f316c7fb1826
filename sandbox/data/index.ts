import { resourcesOf } from './customerResources.ts';
import { customers } from './customers.ts';
import { holderOf } from './holders.ts';
import { at, monthBack, monthStart } from './months.ts';
import { catalogueResources } from './offerings.ts';
import { type Bilingual, say } from './text.ts';
import { usageReportOf } from './usage.ts';
import { usageRecordsOf } from './usageRecords.ts';

type Resource = Record<string, unknown>;

/** Who can be played in the demo: a number and what is special about it. */
export const demoPersonas: ReadonlyArray<{
  phoneNumber: string;
  servicePassword: string;
  description: Bilingual;
  /** Marked as never charged, for the probe (R5). */
  isProbe?: boolean;
}> = customers.map((customer) => {
  const { phoneNumber, description, isProbe } = customer;
  return {
    phoneNumber,
    servicePassword: holderOf(customer).servicePassword,
    description,
    ...(isProbe && { isProbe }),
  };
});

const dayMs = 86_400_000;

function announcements(now: Date): Resource[] {
  const start = new Date(monthStart(monthBack(now, 0)));
  const inDays = (days: number, hour: number) =>
    at(
      new Date(Math.floor((now.getTime() + days * dayMs) / dayMs) * dayMs + (hour - 8) * 3_600_000),
    );
  const notice = (
    id: string,
    subject: Bilingual,
    content: Bilingual,
    more: Resource[] = [],
  ): Resource => ({
    id,
    href: `/tmf-api/communicationManagement/v4/communicationMessage/${id}`,
    messageType: 'Announcement',
    subject,
    content,
    sendTime: at(new Date(Math.min(start.getTime(), now.getTime()))),
    state: 'completed',
    receiver: [{ id: 'all', name: 'all' }],
    sender: { id: 'operator', name: 'operator' },
    characteristic: more,
    '@type': 'CommunicationMessage',
  });
  return [
    notice(
      'notice-upgrade',
      say('计费系统升级', 'Billing system upgrade'),
      say(
        '升级期间不能办理业务，账单和余额可能查不到，通话和上网不受影响。有疑问请拨打 10000。',
        'Nothing can be ordered or changed meanwhile, and bills and balance may not be available; calls and data are not affected. Questions: call 10000.',
      ),
      [
        { name: 'windowStart', value: inDays(5, 1) },
        { name: 'windowEnd', value: inDays(5, 5) },
        { name: 'affectsOrdering', value: true },
      ],
    ),
    notice(
      'notice-fraud',
      say('谨防冒充客服的诈骗电话', 'Beware of calls pretending to be us'),
      say(
        '我们不会向您索要短信验证码。凡是索要验证码的都是诈骗，请挂断并拨打 10000 核实。',
        'We never ask for a code sent by SMS. Whoever does is a fraud: hang up and call 10000.',
      ),
    ),
  ];
}

/**
 * Everything the demo operator knows at its first start but the usage records, by collection. The
 * same for the same day.
 */
export function demoResources(now: Date): Record<string, Resource[]> {
  const all: Record<string, Resource[]> = {
    ...catalogueResources(),
    usageConsumption: [],
    communicationMessage: announcements(now),
  };
  for (const customer of customers) {
    for (const [collection, resources] of Object.entries(resourcesOf(customer, now))) {
      all[collection] = [...(all[collection] ?? []), ...resources];
    }
    all.usageConsumption?.push(usageReportOf(customer, now));
  }
  all.usageSpecification = ['data', 'voice', 'sms', 'other', 'valueAdded', 'roaming'].map((id) => ({
    id,
    href: `/tmf-api/usageManagement/v4/usageSpecification/${id}`,
    name: id,
    '@type': 'UsageSpecification',
  }));
  return all;
}

/** The usage records beside it: thousands, made when they are read, which few ask for. */
export function* demoUsage(now: Date): Generator<Resource> {
  for (const customer of customers)
    for (let back = 0; back <= customer.bills; back += 1)
      yield* usageRecordsOf(customer, now, back);
}
