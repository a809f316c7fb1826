/** The bundle is large: the page works before it is here, and says so when it does not come. */
export function loadWebChat(assets, showState) {
  return new Promise((resolve) => {
    const load = () => {
      const script = document.createElement('script');
      script.src = `${assets}/webchat.js`;
      script.onload = () => resolve(window.WebChat);
      script.onerror = () => showState('unreachable', load);
      document.head.append(script);
    };
    showState('connecting');
    load();
  });
}
