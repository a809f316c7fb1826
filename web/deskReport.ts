import { deskSay, intentName } from './deskTexts.ts';
import { escaped } from './html.ts';
import type { PageLanguage } from './texts.ts';

/** What the report is drawn from; times are ISO 8601. */
export interface ReportFigures {
  readonly days: number;
  readonly madeAt: string;
  readonly handoffs: ReadonlyArray<{
    readonly reason: string;
    readonly state: string;
    readonly endedBy?: string;
    readonly count: number;
    readonly waitMs?: number;
    readonly rating?: number;
  }>;
  readonly unanswered: ReadonlyArray<{
    readonly text: string;
    readonly guess: string;
    readonly foundAt: string;
  }>;
  readonly guesses: ReadonlyArray<{ readonly guess: string; readonly count: number }>;
}

/** How it is shown. */
export interface ReportOptions {
  readonly language: PageLanguage;
  readonly timeZone: string;
  readonly assets: string;
}

interface Bar {
  readonly label: string;
  readonly count: number;
}

const chart = { width: 640, labels: 220, row: 30, bar: 18 };

/** Bars with their figures beside them, and the same as a table for who does not see them. */
function bars(title: string, given: readonly Bar[]): string {
  const most = Math.max(1, ...given.map(({ count }) => count));
  const room = chart.width - chart.labels - 60;
  const rows = given.map(({ label, count }, place) => {
    const y = place * chart.row;
    const width = Math.round((count / most) * room);
    return `<text x="${chart.labels - 8}" y="${y + 19}" text-anchor="end">${escaped(label)}</text><rect x="${chart.labels}" y="${y + 6}" width="${width}" height="${chart.bar}" rx="3"/><text x="${chart.labels + width + 8}" y="${y + 19}">${count}</text>`;
  });
  const said = given.map(({ label, count }) => `${label} ${count}`).join(', ');
  return `<svg class="chart" role="img" aria-label="${escaped(`${title}: ${said}`)}" viewBox="0 0 ${chart.width} ${given.length * chart.row}">${rows.join('')}</svg>`;
}

function summed(
  figures: ReportFigures['handoffs'],
  labelOf: (each: ReportFigures['handoffs'][number]) => string,
): Bar[] {
  const counts = new Map<string, number>();
  for (const each of figures)
    counts.set(labelOf(each), (counts.get(labelOf(each)) ?? 0) + each.count);
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .sort((one, other) => other.count - one.count);
}

/** The mean over groups of different sizes; undefined where nothing was measured. */
function mean(figures: ReportFigures['handoffs'], of: 'waitMs' | 'rating'): number | undefined {
  const known = figures.filter((each) => each[of] !== undefined);
  const count = known.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return undefined;
  return known.reduce((sum, each) => sum + (each[of] ?? 0) * each.count, 0) / count;
}

/** The supervisor's report as a page without scripts; its charts are drawn here. */
export function deskReportPage(
  figures: ReportFigures,
  { language, timeZone, assets }: ReportOptions,
): string {
  const t = (key: string, values?: Record<string, string | number>) =>
    escaped(deskSay(language, key, values));
  const time = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const { days, madeAt, handoffs, unanswered, guesses } = figures;
  const reasons = summed(handoffs, ({ reason }) => deskSay(language, `reason_${reason}`));
  const ends = summed(handoffs, ({ state, endedBy }) =>
    deskSay(language, endedBy ? `by_${endedBy}` : `state_${state}`),
  );
  const section = (key: string, given: readonly Bar[]) =>
    `<h2>${t(key)}</h2>${given.length > 0 ? bars(deskSay(language, key), given) : `<p>${t('reportNone')}</p>`}`;
  const waitMs = mean(handoffs, 'waitMs');
  const rating = mean(handoffs, 'rating');
  const means = [
    waitMs !== undefined && t('reportWait', { minutes: (waitMs / 60_000).toFixed(1) }),
    rating !== undefined && t('reportRating', { rating: rating.toFixed(1) }),
  ].filter(Boolean);
  const spans = [1, 7, 30, 90].map((each) =>
    each === days
      ? `<b aria-current="page">${t('reportDays', { days: each })}</b>`
      : `<a href="/desk/report?days=${each}&amp;lang=${language}">${t('reportDays', { days: each })}</a>`,
  );
  const rows = unanswered.map(
    ({ text, guess, foundAt }) =>
      `<tr><td>${time.format(new Date(foundAt))}</td><td>${escaped(text)}</td><td>${escaped(intentName(language, guess))}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${t('reportTitle')}</title>
<link rel="stylesheet" href="${assets}/fonts/400.css">
<link rel="stylesheet" href="${assets}/fonts/700.css">
<link rel="stylesheet" href="${assets}/styles/base.css">
<link rel="stylesheet" href="${assets}/styles/paper.css">
</head>
<body><main class="paper"><h1>${t('reportTitle')}</h1>
<p class="quiet">${t('reportSpan', { days, at: time.format(new Date(madeAt)) })}</p>
<nav>${spans.join('')}<a href="/desk">${t('reportBack')}</a></nav>
${means.map((line) => `<p>${line}</p>`).join('')}
${section('reportReasons', reasons)}
${section('reportEnds', ends)}
${section('reportGuesses', guesses.map(({ guess, count }) => ({ label: intentName(language, guess), count })).slice(0, 12))}
<h2>${t('reportUnanswered')}</h2>
${rows.length > 0 ? `<table><thead><tr><th scope="col">${t('reportAt')}</th><th scope="col">${t('reportText')}</th><th scope="col">${t('reportGuess')}</th></tr></thead><tbody>${rows.join('')}</tbody></table>` : `<p>${t('reportNone')}</p>`}
</main></body>
</html>`;
}
