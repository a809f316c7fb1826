import { remember, remembered } from './session.js';

const settingsKey = 'mingbai.settings';
const textSizes = { ordinary: 16, least: 18, usual: 20, most: 30, step: 2 };

/**
 * How this visitor wants to read: language, elder mode, text size in px. The page's address and
 * the embedding page come first, then what was chosen here before, then what the server takes for theirs.
 */
export function readSettings() {
  const asked = new URLSearchParams(window.location.search);
  const kept = parsed(remembered(settingsKey));
  const language = asked.get('lang') ?? kept.language ?? document.documentElement.lang;
  return {
    language: language.startsWith('en') ? 'en' : 'zh-CN',
    elder: asked.has('elder') ? asked.get('elder') !== 'false' : kept.elder === true,
    elderTextPx: within(kept.elderTextPx ?? textSizes.usual),
  };
}

export function keepSettings(settings) {
  remember(settingsKey, JSON.stringify(settings));
}

/** Elder text is 18 px at least and can grow to 30. */
export function resized({ elderTextPx, ...settings }, steps) {
  return { ...settings, elderTextPx: within(elderTextPx + steps * textSizes.step) };
}

export function textPx({ elder, elderTextPx }) {
  return elder ? elderTextPx : textSizes.ordinary;
}

function within(px) {
  return Math.min(textSizes.most, Math.max(textSizes.least, Number(px) || textSizes.usual));
}

function parsed(text) {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}
