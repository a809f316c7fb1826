import { say } from '../texts.js';
import { sayPressedButton } from './cardActions.js';
import { onConnected, onMessage, resendOnce, sendBoxWith, withLanguage } from './chatMiddleware.js';
import { showStatus } from './chatStatus.js';
import { cardOptions, styleOptions } from './chatStyle.js';
import { createConnection } from './connection.js';
import { createCountdown } from './countdown.js';
import { loadWebChat } from './loadWebChat.js';
import { openForPrinting } from './printing.js';
import { createServerClock } from './serverClock.js';
import { textPx } from './settings.js';

/** Web Chat's and Bot Framework's names of our languages. */
const locales = { 'zh-CN': 'zh-Hans', en: 'en-US' };

/**
 * The chat in its place on the page. `show(settings)` follows language and text size, `say(text)`
 * speaks for the customer, `fill(text)` puts words into the send box without sending them.
 * `onTalk` is called when there is a message of the customer's.
 */
export async function mountChat({ facts, settings, userToken, onTalk }) {
  let shown = settings;
  const values = () => ({ operator: facts.operator[shown.language], hotline: facts.hotline });
  const text = (key, more) => say(shown.language, key, { ...values(), ...more });
  const showState = showStatus(text);
  const clock = createServerClock();
  const countdown = createCountdown({ text, now: clock.now, speak });
  const WebChat = await loadWebChat(facts.assets, showState);
  const connection = createConnection({
    createDirectLine: WebChat.createDirectLine,
    locale: () => locales[shown.language],
    userToken,
    onState: (state) => showState(state, connection.reconnect),
    onTime: clock.hear,
  });
  const unsaid = [];
  const store = WebChat.createStore(
    {},
    resendOnce(connection),
    onConnected(sayUnsaid),
    onMessage((activity) => {
      if (activity.from.role === 'user') onTalk?.();
      else countdown.follow(activity.channelData?.expiresAt);
    }),
  );
  let connected = false;

  function sayUnsaid() {
    connected = true;
    for (const text of unsaid.splice(0)) speak(text);
  }

  function speak(text) {
    if (!connected) unsaid.push(text);
    else store.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { text, method: 'keyboard' } });
  }

  const cardActionMiddleware = [sayPressedButton];
  const activityMiddleware = withLanguage(() => shown.language);
  const sendBoxes = Object.fromEntries(
    Object.keys(locales).map((language) => [
      language,
      sendBoxWith(WebChat.Components, { language, speak, countdown: countdown.element }),
    ]),
  );

  function render() {
    const body = document.getElementById('chat-body');
    body.style.fontSize = `${textPx(shown)}px`;
    WebChat.renderWebChat(
      {
        directLine: connection,
        store,
        nonce: document.querySelector('script[nonce]').nonce,
        role: 'region',
        locale: locales[shown.language],
        styleOptions: styleOptions(shown),
        adaptiveCardsHostConfig: cardOptions(shown),
        activityMiddleware,
        cardActionMiddleware,
        sendBoxMiddleware: sendBoxes[shown.language],
      },
      body,
    );
  }

  render();
  openForPrinting(document.getElementById('chat-body'));
  window.addEventListener('online', connection.reconnect);
  return {
    say: speak,
    fill(text) {
      store.dispatch({ type: 'WEB_CHAT/SET_SEND_BOX', payload: { text } });
      focusSendBox();
    },
    focus: focusSendBox,
    show(next) {
      if (next.language !== shown.language) speak(say(next.language, 'switchWords'));
      shown = next;
      render();
    },
  };
}

function focusSendBox() {
  document.querySelector('.send-text textarea, .send-text input')?.focus();
}
