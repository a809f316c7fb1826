/*
 * The customer-service button for any web page:
 *   <script async src="https://chat.example.com/widget.js" data-lang="zh-CN"></script>
 * data-lang: zh-CN or en. data-elder: large text. data-user-token: the operator's signed token of
 * a customer who is logged in on the page. `mingbai.open()` and `mingbai.close()` do what they say.
 */
(() => {
  const script = document.currentScript;
  const { origin } = new URL(script.src);
  const english = (script.dataset.lang ?? document.documentElement.lang).startsWith('en');
  const texts = english
    ? { label: 'Support', open: 'Open customer service', title: 'Customer service' }
    : { label: '客服', open: '打开客服', title: '在线客服' };

  const css = `
    :host { all: initial; position: fixed; inset: auto 20px 20px auto; z-index: 2147483000; }
    button {
      display: flex; align-items: center; gap: 10px; min-height: 60px; padding: 0 24px 0 20px;
      border: 0; border-radius: 30px; background: #0b6b70; color: #fff; cursor: pointer;
      font: 700 18px/1.3 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', system-ui, sans-serif;
      box-shadow: 0 6px 20px rgb(11 40 43 / 28%);
    }
    button:hover { background: #095458; }
    button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #0b6b70; }
    button[aria-expanded='true'] { display: none; }
    svg { width: 26px; height: 26px; fill: none; stroke: currentcolor; stroke-width: 2;
      stroke-linejoin: round; stroke-linecap: round; }
    .panel {
      position: fixed; inset: auto 20px 20px auto; width: min(440px, calc(100vw - 40px));
      height: min(720px, calc(100dvh - 40px));
      border-radius: 18px; overflow: hidden; background: #f3f7f7;
      box-shadow: 0 12px 48px rgb(11 40 43 / 32%);
    }
    .panel[hidden] { display: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    @media (max-width: 600px) {
      .panel { inset: 0; width: 100%; height: 100%; border-radius: 0; }
    }
    @media print { :host { display: none; } }
  `;

  const svgNamespace = 'http://www.w3.org/2000/svg';

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function icon() {
    const svg = document.createElementNS(svgNamespace, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS(svgNamespace, 'path');
    path.setAttribute('d', 'M4 5h16v11h-8l-5 4v-4H4zM8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01');
    svg.append(path);
    return svg;
  }

  const host = element('mingbai-support', {});
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const button = element(
    'button',
    {
      type: 'button',
      'aria-label': texts.open,
      'aria-expanded': 'false',
      lang: english ? 'en' : 'zh-CN',
    },
    icon(),
    texts.label,
  );
  const panel = element('div', { class: 'panel', hidden: '' });
  root.append(button, panel);

  let frame;
  let port;

  /** Nothing of the chat is loaded before it is first opened. */
  function load() {
    const address = new URL('/widget?launcher', origin);
    if (script.dataset.lang) address.searchParams.set('lang', script.dataset.lang);
    if ('elder' in script.dataset) address.searchParams.set('elder', script.dataset.elder);
    frame = element('iframe', { title: texts.title, src: address, allow: 'clipboard-write' });
    frame.addEventListener('load', greet);
    panel.append(frame);
  }

  /** The token goes to the chat's own origin and to nobody else. */
  function greet() {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }) => data === 'close' && close();
    const { userToken } = script.dataset;
    frame.contentWindow.postMessage({ type: 'mingbai:greeting', userToken }, origin, [
      channel.port2,
    ]);
  }

  function open() {
    if (!panel.hidden) return;
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    if (frame) port?.postMessage('opened');
    else load();
    frame.focus();
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  }

  button.addEventListener('click', open);
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && close());

  const place = () => document.body.append(host);
  if (document.body) place();
  else document.addEventListener('DOMContentLoaded', place);

  window.mingbai = { open, close };
})();
