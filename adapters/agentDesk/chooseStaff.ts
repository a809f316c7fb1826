import type { StaffDirectory } from '../../ports/staff.ts';
import { accountFileIn, createAccountFile, readAccounts, writeAccounts } from './accountFile.ts';
import { createOpenIdConnect, type OpenIdConnectOptions } from './openIdConnect.ts';

/** Who may sign in at the desk, by the settings. */
export interface StaffOptions {
  readonly folder: string;
  readonly openIdConnect?: OpenIdConnectOptions;
  /** Beside the sandbox: what the demo accounts sign in with. */
  readonly demoPassword?: string;
}

/** Accounts that the sandbox's desk has at its first start. */
export const demoAccounts = [
  { id: 'wang', name: '小王', role: 'agent' },
  { id: 'li', name: '小李', role: 'agent' },
  { id: 'zhang', name: '张班长', role: 'supervisor' },
  { id: 'shen', name: '沈稽核', role: 'auditor' },
] as const;

/** The account file, with the operator's own sign-in beside it where one is configured. */
export function chooseStaff({ folder, openIdConnect, demoPassword }: StaffOptions): StaffDirectory {
  const file = accountFileIn(folder);
  const local = createAccountFile(file);
  let made: Promise<void> | undefined;
  /** Hashing takes a moment, so it waits for the first who signs in. */
  const ready = () => {
    if (demoPassword !== undefined && readAccounts(file).length === 0)
      made ??= writeAccounts(
        file,
        demoAccounts.map((each) => ({ ...each, password: demoPassword })),
      );
    return made;
  };
  const house = openIdConnect && createOpenIdConnect(openIdConnect);
  return {
    async checkPassword(id, password) {
      await ready();
      return local.checkPassword?.(id, password);
    },
    current: (member) =>
      member.id.startsWith('oidc:') ? house?.current(member) : local.current(member),
    ...(house && { beginSignIn: house.beginSignIn, finishSignIn: house.finishSignIn }),
  };
}
