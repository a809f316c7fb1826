import { createOutbox } from './outbox.js';
import { openSession } from './session.js';
import { createSignal } from './signal.js';
import { watchSockets } from './sockets.js';

/** Direct Line's own numbers for the state of a connection. */
const status = { connecting: 1, online: 2 };
const socketPatienceMs = 10_000;
const failuresBeforeAlarm = 3;
const longestPauseMs = 30_000;

/**
 * Direct Line as Web Chat wants it, over as many real connections as it takes. What comes again
 * after a reconnection is passed on once: nothing is lost, nothing is said twice.
 *
 * `onState` hears `online`, `reconnecting` and `unreachable`; `onTime` what the server's clock says.
 */
export function createConnection({ createDirectLine, locale, userToken, onState, onTime }) {
  const activity$ = createSignal();
  const connectionStatus$ = createSignal(status.connecting);
  const outbox = createOutbox((activity) => post(line, activity));
  const seen = new Set();
  let session;
  let line;
  let ended = false;
  let failures = 0;
  let wake = () => {};

  function pass(activity, userId) {
    if (activity.id && seen.has(activity.id)) return;
    seen.add(activity.id);
    onTime(activity.timestamp);
    const role = activity.from?.id === userId ? 'user' : 'bot';
    activity$.next({ ...activity, from: { ...activity.from, role } });
  }

  /** Holds one connection until it drops; throws when it never stood. */
  async function talk() {
    session = await openSession({ locale: locale(), userToken, resume: session?.resume });
    const { token, conversationId, userId, serverTime } = session;
    onTime(serverTime);
    const domain = `${window.location.origin}/v3/directline`;
    const own = createDirectLine({
      domain,
      token,
      conversationId,
      watermark: '0',
      webSocket: true,
    });
    const link = follow(own, (activity) => pass(activity, userId));
    try {
      await link.opened;
      line = own;
      failures = 0;
      connectionStatus$.next(status.online);
      onState('online');
      outbox.flush();
      await link.dropped;
    } finally {
      line = undefined;
      link.release();
      own.end();
    }
  }

  async function keepTalking() {
    while (!ended) {
      await talk().catch(() => {
        failures += 1;
      });
      if (ended) return;
      onState(failures < failuresBeforeAlarm ? 'reconnecting' : 'unreachable');
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, pauseMs(failures));
      });
    }
  }

  keepTalking();
  return {
    activity$,
    connectionStatus$,
    postActivity: outbox.send,
    /** Tries a waiting message again, over a new connection if need be; false when none waits. */
    resend(key) {
      wake();
      return outbox.resend(key);
    },
    /** Tries to connect now instead of when the pause is over. */
    reconnect: () => wake(),
    end() {
      ended = true;
      wake();
      line?.end();
    },
  };
}

/** Direct Line answers `retry` when a message may or may not have arrived. */
function post(line, activity) {
  if (!line) return {};
  return new Promise((resolve) => {
    line.postActivity({ ...activity }).subscribe({
      next: (id) => resolve(id === 'retry' ? {} : { id }),
      error: (fault) => resolve({ fault }),
    });
  });
}

/** Follows one Direct Line from its socket's opening to its drop, whatever the cause. */
function follow(line, onActivity) {
  const opened = deferred();
  const dropped = deferred();
  const forget = watchSockets((socket) => {
    socket.addEventListener('open', opened.resolve);
    socket.addEventListener('close', dropped.resolve);
  });
  const patience = setTimeout(dropped.resolve, socketPatienceMs);
  opened.promise.then(() => clearTimeout(patience));
  const activities = line.activity$.subscribe({
    next: onActivity,
    error: dropped.resolve,
    complete: dropped.resolve,
  });
  const statuses = line.connectionStatus$.subscribe((now) => {
    if (now > status.online) dropped.resolve();
  });
  const neverStood = dropped.promise.then(() => Promise.reject(new Error('connection dropped')));
  return {
    opened: Promise.race([opened.promise, neverStood]),
    dropped: dropped.promise,
    release() {
      clearTimeout(patience);
      forget();
      activities.unsubscribe();
      statuses.unsubscribe();
    },
  };
}

function deferred() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.resolve = resolve;
  });
  return made;
}

/** Longer with each failure, and never for everyone at the same moment. */
function pauseMs(failures) {
  const most = Math.min(1000 * 2 ** failures, longestPauseMs);
  return most / 2 + (Math.random() * most) / 2;
}
