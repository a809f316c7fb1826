import { ask } from './recordsRequests.js';

const find = (id) => document.getElementById(id);

/**
 * The export: a fresh code, then one file for it. The file is taken whole before it is handed to the
 * browser: one that breaks off half-way is not saved. `query()` is what the page shows at the moment.
 */
export function startExport({ text, number, asksPassword, query, onEnd }) {
  const form = find('export');
  let status = ['', {}];

  function say(key, values = {}) {
    status = [key, values];
    show();
  }

  function show() {
    const [key, values] = status;
    find('export-why').textContent = text('recordsExportWhy', { number });
    find('export-status').textContent = key && text(key, values);
  }

  function refused({ code }) {
    if (code === 'PanelClosed') return onEnd();
    const wrong = asksPassword ? 'recordsWrongEither' : 'recordsWrongCode';
    const known = { WrongCode: wrong, TooManyRequests: 'recordsLimit' };
    say(known[code] ?? 'recordsExportFailed');
  }

  find('send-code').addEventListener('click', async () => {
    try {
      await ask('export-code', { body: {} });
      form.hidden = false;
      find('code').value = '';
      say('recordsCodeSent', { number });
      find('code').focus();
    } catch (refusal) {
      refused(refusal);
    }
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const format = event.submitter?.value ?? 'csv';
    const { month, kind, day } = query();
    say('recordsExporting');
    form.inert = true;
    try {
      const password = asksPassword ? find('password').value : undefined;
      const body = { code: find('code').value, password, format, month, kind, day };
      const file = await (await ask('export', { body })).blob();
      const name = `records-${month}.${format}`;
      save(file, name);
      form.hidden = true;
      say('recordsExported', { name });
    } catch (refusal) {
      refused(refusal);
    } finally {
      form.inert = false;
      find('password').value = '';
    }
  });

  find('password-row').hidden = !asksPassword;
  show();
  return { show };
}

function save(file, name) {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
