/** What somebody at the desk may do: talk; also read all and the report; or only read, to check. */
export type StaffRole = 'agent' | 'supervisor' | 'auditor';

/** Somebody who works at the desk. */
export interface StaffMember {
  readonly id: string;
  /** As customers see it: a name or a staff number. */
  readonly name: string;
  readonly role: StaffRole;
}

/** Where the sign-in of another house begins, and what its end must be compared with. */
export interface SignInStart {
  readonly url: string;
  /** Kept in the browser until the end; means nothing to it. */
  readonly memory: string;
}

/** Who may sit at the desk: a file of accounts, or the operator's own sign-in (OpenID Connect). */
export interface StaffDirectory {
  /** Undefined: wrong, or nobody of this name; both take the same time. Absent: no passwords here. */
  checkPassword?(id: string, password: string): Promise<StaffMember | undefined>;
  /** The member as they are now; undefined: no longer. A sign-in of elsewhere is good until its session ends. */
  current(member: StaffMember): StaffMember | undefined;
  /** Absent: no sign-in of another house. `Unavailable` when that house does not answer. */
  beginSignIn?(redirectUri: string): Promise<SignInStart>;
  /** Undefined: refused there, or without a role here. */
  finishSignIn?(arrivedAt: string, memory: string): Promise<StaffMember | undefined>;
}
