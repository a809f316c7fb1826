import type { z } from 'zod';
import type { DeskReport } from '../../bots/deskReport.ts';
import type { DeskRefusal, DeskRoom } from '../../bots/deskRoom.ts';
import type { Log } from '../../ports/services.ts';
import type { StaffDirectory } from '../../ports/staff.ts';
import type { Store } from '../../ports/store.ts';
import { HttpRefusal } from '../http.ts';
import type { DeskSessionParts } from './session.ts';

/** What the desk's door needs. */
export interface DeskParts extends DeskSessionParts {
  readonly room: DeskRoom;
  readonly report: DeskReport;
  readonly store: Store;
  readonly staff: StaffDirectory;
  readonly operatorName: Readonly<Record<'zh-CN' | 'en', string>>;
  readonly timeZone: string;
  /** `/assets/{version}`. */
  readonly assets: string;
  readonly log: Log;
}

const refusals: Readonly<Record<DeskRefusal, readonly [number, string]>> = {
  notYours: [409, 'NotYours'],
  notAllowed: [403, 'NotAllowed'],
  tooMany: [409, 'TooManyChats'],
  needsReason: [422, 'ReasonNeeded'],
  unknown: [404, 'NotFound'],
};

/** What the desk gave; throws what it refused. */
export function granted<Answer>(answer: Answer | DeskRefusal): Answer {
  if (typeof answer === 'string' && Object.hasOwn(refusals, answer)) {
    const [status, code] = refusals[answer as DeskRefusal];
    throw new HttpRefusal(status, code, 'That is not possible now.');
  }
  return answer as Answer;
}

/** A body of this shape; throws 400 for any other. */
export function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const read = shape.safeParse(body ?? {});
  if (read.success) return read.data;
  throw new HttpRefusal(400, 'BadArgument', 'The request lacks something.');
}
