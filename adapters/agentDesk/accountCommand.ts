import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { accountFileIn, readAccounts, removeAccount, writeAccounts } from './accountFile.ts';

const usage = `npm run desk:account -- add ID --name NAME --role agent|supervisor|auditor
npm run desk:account -- remove ID
npm run desk:account -- list`;

/** Who may sign in at the desk. A new password is made and printed once; nobody chooses a weak one. */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, role: { type: 'string' } },
  });
  const [command, id = ''] = positionals;
  const file = accountFileIn(readConfig().DATA_FOLDER);
  if (command === 'list') {
    for (const { id: each, name, role } of readAccounts(file))
      console.log(`${each}\t${name}\t${role}`);
    return 0;
  }
  if (command === 'remove') {
    const isGone = removeAccount(file, id);
    console.log(isGone ? `${id} may not sign in any more.` : `There is no ${id}.`);
    return isGone ? 0 : 1;
  }
  const role = (['agent', 'supervisor', 'auditor'] as const).find((each) => each === values.role);
  if (command !== 'add' || !/^[\w.@-]{1,64}$/.test(id) || !values.name || !role) {
    console.error(usage);
    return 2;
  }
  const password = randomBytes(12).toString('base64url');
  await writeAccounts(file, [{ id, name: values.name, role, password }]);
  console.log(`${id} may sign in with ${password}`);
  return 0;
}

process.exitCode = await main();
