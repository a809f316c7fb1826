import { parseArgs } from 'node:util';
import { lineId } from './data/customerResources.ts';
import { customers } from './data/customers.ts';
import { type ManyUsage, manyUsage } from './data/manyUsage.ts';
import { SettingsFault } from './settings.ts';
import { openStore } from './store/store.ts';

/** What to make, for whom. */
export interface UsageRequest extends ManyUsage {
  readonly number: string;
}

const most = 100_000_000;

/** Reads the command line. Throws `SettingsFault`. */
export function readUsageRequest(args: readonly string[]): UsageRequest {
  const { values } = parse(args);
  const count = (name: 'records' | 'months' | 'seed', largest: number) => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value >= 1 && value <= largest) return value;
    throw new SettingsFault(`--${name} must be a whole number from 1 to ${largest}.`);
  };
  return {
    records: count('records', most),
    months: count('months', 24),
    seed: count('seed', 2 ** 31),
    number: values.number,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        records: { type: 'string', default: '1000000' },
        number: { type: 'string', default: '13800138008' },
        months: { type: 'string', default: '6' },
        seed: { type: 'string', default: '1' },
      },
    });
  } catch (error) {
    const { message } = error as Error;
    throw new SettingsFault(
      `${message} Usage: npm run sandbox:usage -- --records 1000000 --number 13800138008 --months 6 --seed 1`,
    );
  }
}

/**
 * Puts the records into a folder's usage table, in the place of those an earlier run made for the
 * number: all of them or, when it is stopped, none. Throws `SettingsFault` for a number nobody has
 * and `FolderFault` when the folder is in use.
 */
export async function makeUsage(
  dataFolder: string,
  request: UsageRequest,
  now: Date,
): Promise<void> {
  const customer = customers.find(({ phoneNumber }) => phoneNumber === request.number);
  if (!customer) {
    const known = customers.map(({ phoneNumber }) => phoneNumber).join(', ');
    throw new SettingsFault(`No demo customer has the number ${request.number}. Known: ${known}.`);
  }
  const failures: unknown[] = [];
  const store = await openStore(dataFolder, (error) => failures.push(error));
  try {
    store.rollForward(now);
    await store.saved();
    if (failures.length > 0) throw failures[0];
    await store.usage.fill(lineId(customer), manyUsage(customer, request, now));
  } finally {
    await store.close();
  }
}
