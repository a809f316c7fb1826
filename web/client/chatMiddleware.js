import { say } from '../texts.js';
import { h } from './react.js';

const shortcuts = ['talkToPerson', 'help', 'startOver'];

/** Web Chat would send a failed message anew; as long as the first is under way it is nudged instead. */
export function resendOnce(connection) {
  return () => (next) => (action) => {
    const key =
      action.type === 'DIRECT_LINE/POST_ACTIVITY' &&
      action.payload.activity.channelData?.clientActivityID;
    return key && connection.resend(key) ? undefined : next(action);
  };
}

/** Calls back when Web Chat is ready to send. */
export function onConnected(callback) {
  return () => (next) => (action) => {
    const result = next(action);
    if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED') callback();
    return result;
  };
}

/** Calls back with each message of either side, in their order. */
export function onMessage(callback) {
  return () => (next) => (action) => {
    const { type, payload } = action;
    if (type === 'DIRECT_LINE/INCOMING_ACTIVITY' && payload.activity.type === 'message') {
      callback(payload.activity);
    }
    return next(action);
  };
}

/** Each message carries its own language for screen readers. */
export function withLanguage(pageLanguage) {
  return () => (next) => (options) => {
    const renderActivity = next(options);
    if (!renderActivity) return renderActivity;
    const { locale } = options.activity;
    const lang = locale ? (locale.startsWith('en') ? 'en' : 'zh-CN') : pageLanguage();
    return (...given) => h('div', { className: 'chat-message', lang }, renderActivity(...given));
  };
}

/**
 * The bot's choices, how long there is to confirm (`countdown`, an element of the page's own), the
 * always-visible buttons, each saying its own words, then the input.
 */
export function sendBoxWith(components, { language, speak, countdown }) {
  const { SuggestedActions, SendTextBox, SendButton } = components;
  const holdCountdown = (place) => place?.append(countdown);
  const shortcut = (key) => {
    const words = say(language, key);
    const onClick = () => speak(words);
    return h('button', { key, type: 'button', className: 'shortcut', onClick }, words);
  };
  const bar = {
    className: 'shortcuts',
    role: 'group',
    'aria-label': say(language, 'quickReplies'),
  };
  const SendBox = () =>
    h(
      'div',
      { className: 'send-box' },
      h(SuggestedActions, { key: 'choices' }),
      h('div', { key: 'countdown', ref: holdCountdown }),
      h('div', { ...bar, key: 'shortcuts' }, ...shortcuts.map(shortcut)),
      h(
        'div',
        { key: 'line', className: 'send-line' },
        h(SendTextBox, { key: 'text', className: 'send-text' }),
        h(SendButton, { key: 'send' }),
      ),
    );
  return [() => () => () => SendBox];
}
