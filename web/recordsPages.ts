import { inAll, pairingField } from './pairing.ts';
import { say } from './texts.ts';

/** Why there is no panel to show; why a link does not open is never said (rights §5.1). */
export type ClosedBecause = 'closed' | 'tooMany' | 'unavailable';

/** The page behind a one-use link: only its button uses the link. In both languages, for it asks nobody who they are. */
export function openRecordsPage(assets: string, isKnownBrowser: boolean): string {
  const body = `${inAll('p', 'recordsOnce')}
<form method="post" autocomplete="off">
${pairingField(isKnownBrowser)}
<button class="button strong">${inAll('span', 'recordsOpen')}</button></form>`;
  return page(assets, body);
}

/** The page of a panel that does not open, in both languages. */
export function closedRecordsPage(assets: string, because: ClosedBecause): string {
  const key = {
    closed: 'recordsClosed',
    tooMany: 'recordsTooMany',
    unavailable: 'recordsUnavailable',
  }[because];
  return page(assets, inAll('p', key));
}

function page(assets: string, body: string): string {
  const title = say('zh-CN', 'recordsTitle');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"><title>${title}</title>
<link rel="icon" href="${assets}/styles/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assets}/fonts/400.css"><link rel="stylesheet" href="${assets}/fonts/700.css">
<link rel="stylesheet" href="${assets}/styles/base.css"><link rel="stylesheet" href="${assets}/styles/records.css"></head>
<body><main class="door"><h1>${title} <span lang="en">${say('en', 'recordsTitle')}</span></h1>${body}</main></body></html>`;
}
