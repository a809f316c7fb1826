import { type PageLanguage, say } from './texts.ts';

/** What a list of agreements shows; times are ISO 8601. */
export interface AgreementList {
  readonly language: PageLanguage;
  readonly agreements: ReadonlyArray<{
    readonly number: string;
    readonly madeAt: string;
    readonly page: string;
    readonly pdf: string;
  }>;
}

/** What a one-use link opens: whose sentences its pages use. */
export type OncePageName = 'agreement' | 'myData' | 'private';

/** The page behind a one-use link: only its button uses the link. `isTriedAgain`: nothing answered just now. */
export function openLinkPage(name: OncePageName, isTriedAgain = false): string {
  const again = (language: PageLanguage) =>
    isTriedAgain ? `<p role="alert">${say(language, 'onceUnavailable')}</p>` : '';
  const button = (language: PageLanguage) =>
    `<section lang="${language}">${again(language)}<p>${say(language, `${name}Once`)}</p>
<form method="post"><button>${say(language, `${name}Open`)}</button></form></section>`;
  return page('zh-CN', say('zh-CN', `${name}Title`), button('zh-CN') + button('en'));
}

/** The page of a link that was used, is too old, or never was: the same for all of them. */
export function closedLinkPage(name: OncePageName): string {
  const words = (language: PageLanguage) =>
    `<p lang="${language}">${say(language, `${name}Closed`)}</p>`;
  return page('zh-CN', say('zh-CN', `${name}Title`), words('zh-CN') + words('en'));
}

/** The customer's agreements, each to read or to keep. */
export function agreementListPage(
  { language, agreements }: AgreementList,
  timeZone: string,
): string {
  const time = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const entries = agreements.map(
    ({ number, madeAt, page: read, pdf }) => `<li><h2>${number}</h2>
<p>${time.format(new Date(madeAt))}</p>
${action(read, say(language, 'agreementRead'), number)}
${action(pdf, say(language, 'agreementPdf'), number)}</li>`,
  );
  const body = `<p>${say(language, 'agreementListIntro')}</p><ul>${entries.join('')}</ul>
<p><a href="/agreements/certificate.pem">${say(language, 'agreementCertificate')}</a></p>`;
  return page(language, say(language, 'agreementTitle'), body);
}

function action(secret: string, words: string, number: string): string {
  return `<form method="post" action="/agreements/${secret}" target="_blank"><button aria-label="${words} ${number}">${words}</button></form>`;
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
form{display:inline-block;margin:4px 8px 4px 0}button{min-height:48px;padding:0 20px;border:0;border-radius:8px;background:#0b6b70;color:#fff;font:inherit;cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid #17282b;outline-offset:2px}a{color:#095458}`;
