import type { ComplaintTask } from '../dialogs/shared/complaintFiling.ts';
import type { ComplaintNews } from '../dialogs/shared/complaintNews.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import type { Complaint } from '../ports/complaints.ts';
import type { Clock } from '../ports/services.ts';
import { type IntentHandler, LookAgain } from './intentWorker.ts';
import type { Reception } from './reception.ts';

/** What following a complaint takes. */
export interface ComplaintParts {
  readonly services: Pick<DialogServices, 'carrier' | 'policy' | 'alert'>;
  readonly clock: Clock;
  readonly reception: () => Reception;
}

/**
 * Hands a complaint over and looks for its answer until there is one: received, nearly due, overdue and
 * decided are each told once (N18). Nobody has to ask, and nobody's complaint is forgotten.
 */
export function createComplaintHandler(parts: ComplaintParts): IntentHandler {
  const { services, clock } = parts;
  return async (payload) => {
    const task = payload as ComplaintTask;
    const { request, remindAt, followUntil } = task;
    const { carrier, policy, alert } = services;
    const found = await carrier.findComplaint(request.reference);
    if (!found) await carrier.fileComplaint(request);
    await tell(parts, task, 'received');
    if (found?.state === 'decided') {
      await tell(parts, task, 'decided', found);
      return;
    }
    const now = clock().toISOString();
    const late = now >= request.dueAt ? 'overdue' : now >= remindAt ? 'nearlyDue' : undefined;
    if (late && (await tell(parts, task, late)))
      alert(`complaint.${late}`, { reference: request.reference });
    if (now >= followUntil) {
      alert('complaint.notFollowed', { reference: request.reference });
      return;
    }
    throw new LookAgain(new Date(clock().getTime() + policy.complaints.lookEveryMs).toISOString());
  };
}

/** True when it was told now and not before. */
async function tell(
  { services: { carrier }, reception }: ComplaintParts,
  { request, conversationId, replyTo }: ComplaintTask,
  what: ComplaintNews['what'],
  found?: Complaint,
): Promise<boolean> {
  const { reference, lineId, customerId, language, dueAt } = request;
  const key = `complaint:${reference}:${what}`;
  if (await reception().hasTold(conversationId, key)) return false;
  const line = lineId === undefined ? undefined : await carrier.line(lineId);
  const news: ComplaintNews = {
    what,
    reference,
    language,
    dueAt,
    ...(found?.result !== undefined && { result: found.result }),
    ...(line && {
      holder: {
        lineId: line.id,
        customerId: customerId ?? line.customerId,
        phoneNumber: line.phoneNumber,
      },
    }),
  };
  const event = { name: 'complaintNews', value: news } as const;
  await reception().tell({ conversationId, key, event, replyTo });
  return true;
}
