import type { Request, Response, Server } from 'restify';
import { deskReportPage } from '../../web/deskReport.ts';
import { recordsPolicy } from '../../web/serve.ts';
import { transcriptPage } from '../../web/transcriptPage.ts';
import { drawTranscript } from '../../web/transcriptPdf.ts';
import { HttpRefusal, logFault, sendFault } from '../http.ts';
import { type DeskParts, granted } from './parts.ts';
import type { DeskSessions } from './session.ts';

const formats = ['html', 'pdf', 'json'] as const;
const privately = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow, noarchive' };

/** Whole conversations to read or keep, and the supervisor's report. */
export function addDeskPapers(server: Server, parts: DeskParts, sessions: DeskSessions): void {
  const { room, report, log, timeZone, assets, clock } = parts;
  const onFault = logFault(log);
  const answer =
    (handler: (request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response) => {
      try {
        await handler(request, response);
      } catch (error) {
        sendFault(request, response, error, onFault);
      }
    };
  const languageOf = (request: Request) =>
    new URLSearchParams(request.getQuery()).get('lang') === 'en' ? 'en' : 'zh-CN';

  server.get(
    '/desk/transcripts/:id',
    answer(async (request, response) => {
      const staff = await sessions.staffOf(request);
      const query = new URLSearchParams(request.getQuery());
      const format = formats.find((each) => each === (query.get('format') ?? 'html'));
      const id = String(request.params.id);
      if (!format || !/^[\w-]{1,100}$/.test(id))
        throw new HttpRefusal(404, 'NotFound', 'There is no such paper.');
      const lines = granted(await room.transcript(staff, id, query.get('reason') ?? ''));
      const paper = {
        language: languageOf(request),
        timeZone,
        madeAt: clock().toISOString(),
        by: staff.name,
        lines,
      } as const;
      const name = `transcript-${paper.madeAt.slice(0, 10)}`;
      if (format === 'html') {
        response.writeHead(200, {
          ...privately,
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': recordsPolicy(''),
        });
        response.end(transcriptPage(paper, assets));
        return;
      }
      const body =
        format === 'pdf'
          ? await drawTranscript(paper)
          : Buffer.from(JSON.stringify(paper, null, 2));
      response.writeHead(200, {
        ...privately,
        'Content-Type': format === 'pdf' ? 'application/pdf' : 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}.${format}"`,
      });
      response.end(body);
    }),
  );

  server.get(
    '/desk/report',
    answer(async (request, response) => {
      const staff = await sessions.staffOf(request);
      if (staff.role === 'agent')
        throw new HttpRefusal(403, 'NotAllowed', 'The report is for supervisors.');
      const days = Number(new URLSearchParams(request.getQuery()).get('days') ?? 7);
      const span = [1, 7, 30, 90].includes(days) ? days : 7;
      const html = deskReportPage(await report(span), {
        language: languageOf(request),
        timeZone,
        assets,
      });
      response.writeHead(200, {
        ...privately,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': recordsPolicy(''),
      });
      response.end(html);
    }),
  );
}
