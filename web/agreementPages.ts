import { inAll, pairingField } from './pairing.ts';
import { type PageLanguage, say } from './texts.ts';

/** What a list of agreements shows; times are ISO 8601. */
export interface AgreementList {
  readonly language: PageLanguage;
  /** Pairing digits that open its links. */
  readonly digits?: string;
  readonly agreements: ReadonlyArray<{
    readonly number: string;
    readonly madeAt: string;
    readonly page: string;
    readonly pdf: string;
  }>;
}

/** What a one-use link opens: whose sentences its pages use. */
export type OncePageName = 'agreement' | 'myData' | 'private' | 'transcript';

/** How a link's page is shown. */
export interface LinkPageOptions {
  /** The browser keeps a cookie of ours, so it may be the one of the chat. */
  readonly isKnownBrowser: boolean;
  /** Nothing answered just now, and nothing is used up. */
  readonly isTriedAgain?: boolean;
}

/** The page behind a one-use link: only its button uses the link. */
export function openLinkPage(
  name: OncePageName,
  { isKnownBrowser, isTriedAgain = false }: LinkPageOptions,
): string {
  const again = isTriedAgain ? `<div role="alert">${inAll('p', 'onceUnavailable')}</div>` : '';
  const body = `${again}${inAll('p', `${name}Once`)}
<form method="post" autocomplete="off">${pairingField(isKnownBrowser)}
<button>${inAll('span', `${name}Open`)}</button></form>`;
  return page('zh-CN', say('zh-CN', `${name}Title`), body);
}

/** The page of a link that was used, is too old, another browser's, or never was: the same for all of them. */
export function closedLinkPage(name: OncePageName): string {
  return page('zh-CN', say('zh-CN', `${name}Title`), inAll('p', `${name}Closed`));
}

/** The customer's agreements, each to read or to keep. */
export function agreementListPage(
  { language, digits, agreements }: AgreementList,
  timeZone: string,
): string {
  const time = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const shown = digits === undefined ? '' : `<input type="hidden" name="digits" value="${digits}">`;
  const entries = agreements.map(({ number, madeAt, page: read, pdf }) => {
    const action = (secret: string, words: string) =>
      `<form method="post" action="/agreements/${secret}" target="_blank">${shown}<button aria-label="${words} ${number}">${words}</button></form>`;
    return `<li><h2>${number}</h2>
<p>${time.format(new Date(madeAt))}</p>
${action(read, say(language, 'agreementRead'))}
${action(pdf, say(language, 'agreementPdf'))}</li>`;
  });
  const body = `<p>${say(language, 'agreementListIntro')}</p><ul>${entries.join('')}</ul>
<p><a href="/agreements/certificate.pem">${say(language, 'agreementCertificate')}</a></p>`;
  return page(language, say(language, 'agreementTitle'), body);
}

/** A page of one column. `title` and `body` are HTML. */
export function page(language: PageLanguage, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
}

const style = `body{margin:0;background:#f3f7f7;color:#17282b;font:400 18px/1.6 'PingFang SC','Microsoft YaHei','Noto Sans SC',system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:24px 16px}h1{font-size:1.5em}h2{font-size:1.1em;margin:0;overflow-wrap:anywhere}
dl{background:#fff;border:1px solid #d5dfdf;border-radius:12px;padding:8px 16px}dt{margin-top:8px}dd{margin:0 0 8px;font-size:1.2em;font-weight:700;overflow-wrap:anywhere}
ul{list-style:none;margin:0;padding:0}li{background:#fff;border:1px solid #d5dfdf;border-radius:12px;padding:16px;margin:0 0 16px}
details{margin:0 0 16px}input{min-height:48px;padding:0 12px;font:inherit;border:1px solid #7b8a8c;border-radius:8px}
form{display:inline-block;margin:4px 8px 4px 0}button{min-height:48px;padding:0 20px;border:0;border-radius:8px;background:#0b6b70;color:#fff;font:inherit;cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid #17282b;outline-offset:2px}a{color:#095458}`;
