import { parseArgs } from 'node:util';
import { closeAll } from '../support/closing.ts';
import { freshDatabase } from '../support/databases.ts';
import { storm } from './storm.ts';

/** Run as `npm run wechat:storm`: the figures come at the end, after some minutes. */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000' },
    copies: { type: 'string', default: '3' },
    processes: { type: 'string', default: '2' },
    customers: { type: 'string', default: '40' },
    'longest-delay': { type: 'string', default: '20000' },
  },
});

try {
  const database = await freshDatabase();
  if (!database) throw new Error('it needs PostgreSQL');
  const report = await storm({
    databaseUrl: database.place.url,
    messages: Number(values.messages),
    copies: Number(values.copies),
    processes: Number(values.processes),
    customers: Number(values.customers),
    longestDelayMs: Number(values['longest-delay']),
  });
  await database.remove();
  console.log(JSON.stringify(report, null, 2));
  const { messages, operatorCalls, answeredOnce, lost, refused, faults } = report;
  const isGood =
    operatorCalls === messages && answeredOnce === messages && lost + refused + faults === 0;
  process.exitCode = isGood ? 0 : 1;
} finally {
  await closeAll();
}
