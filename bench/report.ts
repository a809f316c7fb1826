import type { Measured } from './load.ts';

/** One line of the table. */
export interface Row extends Measured {
  readonly server: string;
  readonly conversations: number;
  /** What the server's process used meanwhile; NaN where that cannot be asked. */
  readonly cpuSeconds: number;
  readonly memoryMegabytes: number | undefined;
}

const columns: ReadonlyArray<readonly [heading: string, cell: (row: Row) => string]> = [
  ['server', ({ server }) => server],
  ['conversations', ({ conversations }) => String(conversations)],
  ['turns', ({ turns }) => String(turns)],
  ['turns/s', ({ turnsPerSecond }) => turnsPerSecond.toFixed(0)],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
  ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
  ['CPU ms/turn', ({ cpuSeconds, turns }) => ((cpuSeconds * 1000) / turns).toFixed(2)],
  ['memory MB', ({ memoryMegabytes }) => String(memoryMegabytes ?? '–')],
];

/** The measurements as a table of plain text. */
export function tableOf(rows: readonly Row[]): string {
  return alignedTable([columns.map(([heading]) => heading), ...rows.map(cellsOf)]);
}

/** Lines of cells, the first column to the left and the others to the right. */
export function alignedTable(lines: ReadonlyArray<readonly string[]>): string {
  const widths = (lines[0] ?? []).map((_heading, place) =>
    Math.max(...lines.map((line) => line[place]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, place) =>
          place === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[place] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

const cellsOf = (row: Row) => columns.map(([, cell]) => cell(row));

/** The bot beside the two measures, one line for each load. */
export function ratiosOf(rows: readonly Row[]): string {
  const loads = [...new Set(rows.map(({ conversations }) => conversations))];
  return loads
    .flatMap((conversations) => {
      const at = (name: string) =>
        rows.find((row) => row.server === name && row.conversations === conversations);
      const [bot, echo, bare] = [at('bot'), at('EchoBot'), at('bare restify')];
      if (!bot || !echo || !bare) return [];
      const ratio = (part: number, whole: number) => (part / whole).toFixed(2);
      return `${String(conversations).padStart(3)} conversations: throughput bot/EchoBot ${ratio(bot.turnsPerSecond, echo.turnsPerSecond)}, bot/bare ${ratio(bot.turnsPerSecond, bare.turnsPerSecond)}; p99 bot/EchoBot ${ratio(bot.p99Ms, echo.p99Ms)}`;
    })
    .join('\n');
}
