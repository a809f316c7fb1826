/** On a narrow page the chat and the phone are two tabs; on a wide one both are in view. */
export function startTabs() {
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const panelOf = (tab) => document.getElementById(tab.getAttribute('aria-controls'));
  const bar = document.querySelector('[role="tablist"]');
  const listeners = new Map();
  const narrow = () => bar.offsetParent !== null;

  function select(chosen) {
    for (const tab of tabs) {
      const selected = tab === chosen;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
      panelOf(tab).classList.toggle('other-tab', !selected);
    }
    listeners.get(panelOf(chosen).id)?.();
  }

  for (const tab of tabs) {
    tab.addEventListener('click', () => select(tab));
    tab.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      select(next);
      next.focus();
    });
  }
  select(tabs[0]);
  return {
    show: (id) => select(tabs.find((tab) => panelOf(tab).id === id)),
    shows: (id) => !narrow() || !document.getElementById(id).classList.contains('other-tab'),
    onShow: (id, listener) => listeners.set(id, listener),
  };
}
