import { mountChat } from './chat.js';
import { facts, startDisplay } from './display.js';

/**
 * The chat inside somebody's page. With the launcher it waits for its greeting, which carries the
 * user token and a port to talk back through; in a plain frame or a window it starts at once.
 */
const byLauncher = new URLSearchParams(window.location.search).has('launcher');
const closeButton = document.getElementById('close');
let chat;

const display = startDisplay((settings) => chat?.then(({ show }) => show(settings)));

function start(userToken) {
  chat ??= mountChat({ facts, settings: display.settings(), userToken });
  return chat;
}

function answerTo(port) {
  const close = () => port.postMessage('close');
  closeButton.hidden = false;
  closeButton.addEventListener('click', close);
  window.addEventListener('keydown', ({ key, defaultPrevented }) => {
    if (key === 'Escape' && !defaultPrevented) close();
  });
  port.onmessage = ({ data }) => {
    if (data === 'opened') chat?.then(({ focus }) => focus());
  };
}

if (byLauncher && window.parent !== window) {
  const trusted = [window.location.origin, ...facts.widgetOrigins];
  window.addEventListener('message', ({ source, origin, data, ports }) => {
    const isGreeting = source === window.parent && trusted.includes(origin);
    if (!isGreeting || data?.type !== 'mingbai:greeting' || chat) return;
    start(data.userToken).then(({ focus }) => focus());
    answerTo(ports[0]);
  });
} else {
  start();
}
