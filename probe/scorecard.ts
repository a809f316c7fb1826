import type { Words } from '../adapters/store/evidenceWords.ts';
import type { CheckResult, RuleResult, Scorecard } from './run.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => escapes[mark] ?? mark);
/** A broken rule first; what was not probed is no success and stands apart from both. */
const order = { broken: 0, notProbed: 1, kept: 2 } as const;

/** The scorecard as a page of its own: no script, no foreign file, readable when printed. */
export function scorecardPage(card: Scorecard, { say }: Words, language: string): string {
  const count = (verdict: RuleResult['verdict']) =>
    card.rules.filter((rule) => rule.verdict === verdict).length;
  const values = { kept: count('kept'), broken: count('broken'), notProbed: count('notProbed') };
  const names = new Map(card.checks.map((check) => [check.name, check]));
  const rules = [...card.rules].sort((a, b) => order[a.verdict] - order[b.verdict]);
  const cells = (tag: 'td' | 'th', texts: readonly string[]) =>
    texts
      .map((text) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escaped(text)}</${tag}>`)
      .join('');
  const ruleRow = ({ rule, verdict, checks, unseen }: RuleResult) => {
    const proofs = checks.map((name) => say(`check.${name}`)).join('；');
    const why = proofs || (unseen ? say(`unseen.${unseen}`) : '');
    return `<tr class="${verdict}">${cells('td', [rule, say(`rule.${rule}`), say(`verdict.${verdict}`), why])}</tr>`;
  };
  const checkRow = (check: CheckResult) =>
    `<tr class="${check.verdict}">${cells('td', [
      say(`check.${check.name}`),
      say(`verdict.${check.verdict}`),
      reasonOf(check, { say } as Words),
      `${(check.tookMs / 1000).toFixed(1)} s`,
    ])}</tr>`;
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(say('title'))}</title>
<style>
body{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0 2rem}
th,td{border-bottom:1px solid #ccc;padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.broken td{background:#fde8e8}.broken td:nth-child(2),.broken td:nth-child(3){font-weight:700}
.notProbed td{color:#555}
.alarm{background:#8f1313;color:#fff;padding:.6rem 1rem}.calm{background:#e3f3e6;padding:.6rem 1rem}
</style></head>
<body><main>
<h1>${escaped(say('title'))}</h1>
<p>${escaped(say('about', { url: card.url, startedAt: card.startedAt, endedAt: card.endedAt }))}</p>
<p role="status" class="${card.isAlarm ? 'alarm' : 'calm'}">${escaped(say(card.isAlarm ? 'alarm' : 'calm', values))}</p>
<h2>${escaped(say('checks'))}</h2>
<table><thead><tr>${cells(
    'th',
    ['check', 'verdict', 'reason', 'took'].map((key) => say(`column.${key}`)),
  )}</tr></thead>
<tbody>${[...names.values()]
    .sort((a, b) => order[a.verdict] - order[b.verdict])
    .map(checkRow)
    .join('\n')}</tbody></table>
<h2>${escaped(say('rules'))}</h2>
<table><thead><tr>${cells(
    'th',
    ['rule', 'what', 'verdict', 'proof'].map((key) => say(`column.${key}`)),
  )}</tr></thead>
<tbody>${rules.map(ruleRow).join('\n')}</tbody></table>
</main></body></html>
`;
}

/** Why a check was broken or not made, in a sentence. */
export function reasonOf({ verdict, reason, values }: CheckResult, { say }: Words): string {
  if (!reason) return '';
  return say(`${verdict === 'broken' ? 'fault' : 'need'}.${reason}`, values);
}
