import type { Request, Response, Server } from 'restify';
import { addressOf, answering, logFault, sendFault } from './http.ts';
import { limitPerMinute, type RateLimit } from './rateLimits.ts';
import type { RecordsOptions } from './records.ts';
import { sendRecords } from './recordsExport.ts';
import { granted, privateHeaders, type RecordsGuard } from './recordsGuard.ts';
import { badArgument, bodyOf, codeIn, passwordIn, queryIn, recordIdIn } from './recordsQuery.ts';
import { rowOf, sumOf, totalsOf } from './recordsRows.ts';

/** Stops loops and floods; how often a customer may do what is the panel's own limit. */
const asksPerMinute = 600;

/** Serves what the page asks for: pages of records, numbers in full, files. */
export function addPanelData(server: Server, options: RecordsOptions, guard: RecordsGuard): void {
  const { panel, log, timeZone, trustProxy } = options;
  const limit = limitPerMinute(asksPerMinute);
  const onFault = logFault(log);
  type Ask = (request: Request, session: string, response: Response) => Promise<unknown>;
  const inPanel = (ask: Ask) =>
    answering(async (request, response) => {
      response.setHeader('X-Robots-Tag', privateHeaders['X-Robots-Tag']);
      await limit(addressOf(request, trustProxy));
      if (request.method !== 'GET') guard.checkSender(request);
      return { status: 200, body: await ask(request, guard.session(request), response) };
    }, onFault);

  server.get(
    '/records/data',
    inPanel(async (request, session) => {
      const asked = Object.fromEntries(new URLSearchParams(request.getQuery()));
      const query = queryIn(asked, granted(await panel.read(session)));
      const [page, totals] = await Promise.all([
        panel.page(session, query),
        asked.totals === undefined ? undefined : panel.totals(session, query.month),
      ]);
      const { records, total, next } = granted(page);
      return {
        rows: records.map((record) => rowOf(record, timeZone)),
        total,
        next,
        sum: sumOf(granted(page), query.after),
        totals: totals && totalsOf(granted(totals)),
      };
    }),
  );
  server.post(
    '/records/reveal',
    inPanel(async (request, session) => {
      const id = recordIdIn(bodyOf(request).id);
      return { number: granted(await panel.reveal(session, id)) };
    }),
  );
  server.post(
    '/records/export-code',
    inPanel(async (_request, session) => {
      granted(await panel.sendExportCode(session));
      return { sent: true };
    }),
  );
  server.post(
    '/records/close',
    inPanel(async (request, session, response) => {
      await panel.close(session);
      guard.close(request, response);
      return { closed: true };
    }),
  );
  addExport(server, options, guard, limit);
}

/** Not JSON: the rows go to the browser as they come from the operator. */
function addExport(
  server: Server,
  { panel, log, timeZone, clock, trustProxy }: RecordsOptions,
  guard: RecordsGuard,
  limit: RateLimit,
): void {
  const onFault = logFault(log);
  server.post('/records/export', async (request: Request, response: Response) => {
    try {
      guard.checkSender(request);
      await limit(addressOf(request, trustProxy));
      const session = guard.session(request);
      const { code, password, format, ...asked } = bodyOf(request);
      if (format !== 'csv' && format !== 'pdf') throw badArgument();
      const open = granted(await panel.read(session));
      const query = queryIn(asked, open);
      const batches = granted(
        await panel.exportRows(session, codeIn(code), query, passwordIn(password)),
      );
      const { month } = query;
      await sendRecords(response, {
        format,
        month,
        session: open,
        batches,
        timeZone,
        madeAt: clock(),
      });
    } catch (error) {
      if (!response.headersSent) sendFault(request, response, error, onFault);
      else if (!hasLeft(error)) onFault(error, request);
    }
  });
}

/** The browser did not wait for the end of its file. */
function hasLeft(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
}
