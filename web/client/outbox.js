const patienceMs = 20_000;
const pauseMs = 1000;

/**
 * The customer's messages on their way: one after the other, each under the id it was born with,
 * until the server accepts or refuses it. What was not accepted in time waits for `resend`: the
 * customer has been told by then that it was not sent.
 *
 * `post(activity)` resolves to `{ id }`, `{ fault }`, or `{}` when it may or may not have arrived.
 */
export function createOutbox(post) {
  const waiting = new Map();
  let busy = false;

  const due = () => [...waiting.values()].find(({ deadline }) => deadline > Date.now());

  async function flush() {
    if (busy) return;
    busy = true;
    for (let message = due(); message; message = due()) {
      const { id, fault } = await post(message.activity);
      if (id === undefined && fault === undefined) {
        setTimeout(flush, pauseMs);
        break;
      }
      if (waiting.delete(message.key)) {
        if (fault) message.observer.error(fault);
        else message.observer.next(id);
      }
    }
    busy = false;
  }

  return {
    flush,
    /** What Web Chat calls an observable: sending begins when it subscribes. */
    send: (activity) => ({
      subscribe(observer) {
        const key = activity.channelData.clientActivityID;
        waiting.set(key, { key, activity, observer, deadline: Date.now() + patienceMs });
        flush();
        return { unsubscribe: () => waiting.delete(key) };
      },
    }),
    /** Tries a message again; false when it is not waiting any more. */
    resend(key) {
      const message = waiting.get(key);
      if (!message) return false;
      message.deadline = Date.now() + patienceMs;
      flush();
      return true;
    },
  };
}
