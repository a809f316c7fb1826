/**
 * The least of an observable that Web Chat needs: `subscribe(observer)` gives `unsubscribe`.
 * With an initial value a new subscriber hears the latest one at once.
 */
export function createSignal(...initial) {
  const observers = new Set();
  let latest = initial;
  return {
    next(value) {
      if (latest.length > 0) latest = [value];
      for (const observer of [...observers]) observer.next?.(value);
    },
    subscribe(observer) {
      observers.add(observer);
      for (const value of latest) observer.next?.(value);
      return { unsubscribe: () => observers.delete(observer) };
    },
  };
}
