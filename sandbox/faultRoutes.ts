import type { Server } from 'restify';
import { ApiError, bodyOf, type Respond } from './answers.ts';
import { type Fault, type Faults, faultKinds, stallStates } from './faults.ts';
import type { Resource } from './query.ts';

/** Registers the controls of the faults. */
export function addFaultRoutes(server: Server, faults: Faults, respond: Respond): void {
  const path = '/sandbox/faults';
  server.get(
    path,
    respond(() => ({ status: 200, body: faults.list() })),
  );
  server.post(
    path,
    respond((request) => {
      const fault = faultOf(bodyOf(request));
      faults.add(fault);
      return { status: 201, body: fault };
    }),
  );
  server.del(
    path,
    respond(async () => {
      await faults.clear();
      return { status: 204 };
    }),
  );
}

/** Checks a fault as it was asked for. Throws a 400 that says what is wrong. */
function faultOf({ kind, path, method, delayMs, state, times }: Resource): Fault {
  const known = faultKinds.find((candidate) => candidate === kind);
  if (!known) throw new ApiError(400, 'invalidFault', `kind is one of ${faultKinds.join(', ')}`);
  const text = (value: unknown, name: string) => {
    if (value === undefined || typeof value === 'string') return value;
    throw new ApiError(400, 'invalidFault', `${name} must be a text`);
  };
  const count = (value: unknown, name: string) => {
    if (value === undefined || (Number.isSafeInteger(value) && Number(value) > 0))
      return value === undefined ? undefined : Number(value);
    throw new ApiError(400, 'invalidFault', `${name} must be a whole number above 0`);
  };
  const stallState = stallStates.find((candidate) => candidate === state);
  if (state !== undefined && !stallState)
    throw new ApiError(400, 'invalidFault', `state is one of ${stallStates.join(', ')}`);
  const checked = {
    path: text(path, 'path'),
    method: text(method, 'method'),
    delayMs: count(delayMs, 'delayMs'),
    state: stallState,
    times: count(times, 'times'),
  };
  const given = Object.entries(checked).filter(([, value]) => value !== undefined);
  return { kind: known, ...Object.fromEntries(given) };
}
