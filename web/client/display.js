import { say } from '../texts.js';
import { keepSettings, readSettings, resized, textPx } from './settings.js';

/** What the server wrote into the page: whose it is and where its files are. */
export const facts = JSON.parse(document.querySelector('meta[name="mingbai"]').content);

/**
 * The page's language and size, and the buttons that change them. `onChange(settings)` is called
 * after each change; `text(key)` is a sentence in the language of the moment.
 */
export function startDisplay(onChange) {
  let settings = readSettings();
  const values = () => ({ operator: facts.operator[settings.language], hotline: facts.hotline });
  const text = (key, more) => say(settings.language, key, { ...values(), ...more });

  function change(next) {
    settings = next;
    keepSettings(settings);
    show();
    onChange(settings);
  }

  function show() {
    const root = document.documentElement;
    root.lang = settings.language;
    root.classList.toggle('elder', settings.elder);
    root.style.setProperty('--text', `${textPx(settings)}px`);
    for (const element of document.querySelectorAll('[data-text]')) {
      element.textContent = text(element.dataset.text);
    }
    for (const element of document.querySelectorAll('[data-label]')) {
      element.setAttribute('aria-label', text(element.dataset.label));
    }
    const other = document.getElementById('language');
    if (other) other.lang = settings.language === 'en' ? 'zh-CN' : 'en';
    document.getElementById('elder')?.setAttribute('aria-pressed', String(settings.elder));
    document.getElementById('text-size')?.toggleAttribute('hidden', !settings.elder);
  }

  document.getElementById('language')?.addEventListener('click', () => {
    change({ ...settings, language: settings.language === 'en' ? 'zh-CN' : 'en' });
  });
  document.getElementById('elder')?.addEventListener('click', () => {
    change({ ...settings, elder: !settings.elder });
  });
  for (const button of document.querySelectorAll('[data-size]')) {
    button.addEventListener('click', () => change(resized(settings, Number(button.dataset.size))));
  }
  show();
  return { settings: () => settings, text };
}
