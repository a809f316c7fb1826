/**
 * Direct Line's client does not say when its socket drops. This page has no other sockets, so it
 * listens at the door: `watchSockets` calls back with each new socket.
 */
const watchers = new Set();

window.WebSocket = class extends window.WebSocket {
  constructor(...parameters) {
    super(...parameters);
    for (const watcher of watchers) watcher(this);
  }
};

export function watchSockets(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
