import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { closeAtEnd } from './closing.ts';

/** Nothing a browser does on its own account may reach the network: the tests count every request. */
const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const installedNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const launchTimeoutMs = 120_000;

/** A browser that runs here, or the reason why none does. */
type Found = { readonly browser: Browser } | { readonly missing: string };

let found: Promise<Found> | undefined;

/** Describes tests that need a browser; where none runs they are skipped, with one line saying why. */
export function describeInBrowser(title: string, define: (browser: () => Browser) => void): void {
  describe(title, function () {
    this.timeout(60_000);
    let browser: Browser | undefined;

    before(async function () {
      this.timeout(launchTimeoutMs);
      found ??= launch();
      const answer = await found;
      if ('missing' in answer) this.skip();
      browser = answer.browser;
    });

    define(() => {
      if (!browser) throw new Error('the browser is there once the tests run');
      return browser;
    });
  });
}

/** Starts `CHROMIUM_PATH`, else an installed Chromium, else the one inside `@sparticuz/chromium`. */
async function launch(): Promise<Found> {
  const faults: string[] = [];
  for (const find of [given, installed, packaged]) {
    try {
      const executablePath = await find();
      if (!executablePath) continue;
      const browser = await chromium.launch({ executablePath, args: quietFlags });
      closeAtEnd(() => browser.close());
      return { browser };
    } catch (fault) {
      faults.push(String(fault instanceof Error ? fault.message : fault).split('\n')[0] ?? '');
    }
  }
  const missing = `No Chromium runs here (${faults.join('; ')}): browser tests are skipped. CHROMIUM_PATH names one.`;
  console.log(missing);
  return { missing };
}

async function given(): Promise<string | undefined> {
  return process.env.CHROMIUM_PATH || undefined;
}

async function installed(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders
    .flatMap((folder) => installedNames.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** The package unpacks its shared libraries only where it believes to be on Amazon Linux. */
async function packaged(): Promise<string> {
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: bundled } = await import('@sparticuz/chromium');
  return bundled.executablePath();
}
