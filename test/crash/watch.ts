/** A change that somebody makes while the bot may be killed: where it is, and where it is to be held. */
export interface Watch {
  readonly id: number;
  /** The step at which it is held until the bot is killed; absent: nowhere. */
  readonly point?: string | undefined;
}

/** What the test tells the bot's process. */
export type ToBot =
  | { readonly start: Readonly<Record<string, string>>; readonly clockAheadMs: number }
  | { readonly clockAheadMs: number }
  | { readonly watch: Watch };

/** What the bot's process tells the test. */
export type FromBot =
  | { readonly loaded: true }
  | { readonly url: string }
  | { readonly watching: number }
  | { readonly passed: string; readonly watch: number };

/** Counts the steps of one change and holds it at its point. */
export interface Steps {
  /** Passes the boundary: before or after the step with this name. Never resolves where it is held. */
  at(name: string, side: 'before' | 'after'): Promise<void>;
  /** Whether the boundary is the one where it is held; it counts as passed. */
  holds(name: string, side: 'before' | 'after'): boolean;
}

/** `report` hears of every boundary, the last one too. */
export function countSteps(point: string | undefined, report: (boundary: string) => void): Steps {
  const counts = new Map<string, number>();
  const holds: Steps['holds'] = (name, side) => {
    const key = `${name} ${side}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const boundary = `${side} ${name} ${count}`;
    report(boundary);
    return boundary === point;
  };
  return {
    holds,
    async at(name, side) {
      if (holds(name, side)) await new Promise(() => {});
    },
  };
}
