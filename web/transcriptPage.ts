import { deskSay } from './deskTexts.ts';
import { escaped } from './html.ts';
import type { PageLanguage } from './texts.ts';

/** A conversation on paper: who and when on each line, cards as text. */
export interface Paper {
  readonly language: PageLanguage;
  readonly timeZone: string;
  readonly madeAt: string;
  /** Who exported it; absent: the customer did. */
  readonly by?: string;
  readonly lines: ReadonlyArray<{
    readonly from: 'customer' | 'assistant' | 'agent' | 'note' | 'status';
    readonly name?: string;
    readonly at: string;
    readonly text: string;
  }>;
}

/** The lines as they are written on any paper. */
export function paperLines({ language, timeZone, lines }: Paper) {
  const time = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return lines.map(({ from, name, at, text }) => ({
    at: at ? time.format(new Date(at)) : '',
    iso: at,
    from,
    who:
      from === 'agent' || from === 'note'
        ? `${deskSay(language, `from_${from}`)} ${name ?? ''}`.trim()
        : deskSay(language, `from_${from}`),
    text:
      from === 'status' ? deskSay(language, `status_${name ?? 'requested'}`, { name: text }) : text,
  }));
}

/** Its heading: what it is, when it was made and by whom. */
export function paperHead({ language, timeZone, madeAt, by }: Paper) {
  const at = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const values = { at: at.format(new Date(madeAt)), by: by ?? '' };
  return {
    title: deskSay(language, 'transcriptTitle'),
    made: deskSay(language, by === undefined ? 'transcriptOwn' : 'transcriptMade', values),
  };
}

/** A page of its own, without scripts. */
export function transcriptPage(paper: Paper, assets: string): string {
  const { title, made } = paperHead(paper);
  const items = paperLines(paper).map(
    ({ at, iso, from, who, text }) =>
      `<li class="from-${from}"><p class="head"><b>${escaped(who)}</b> <time datetime="${escaped(iso)}">${escaped(at)}</time></p><p class="said">${escaped(text)}</p></li>`,
  );
  return `<!doctype html>
<html lang="${paper.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<link rel="stylesheet" href="${assets}/styles/base.css">
<link rel="stylesheet" href="${assets}/styles/paper.css">
</head>
<body><main class="paper"><h1>${title}</h1><p class="quiet">${escaped(made)}</p>
<ol>${items.join('\n')}</ol></main></body>
</html>`;
}
