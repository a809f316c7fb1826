import type { Sandbox } from '../../sandbox/server.ts';

/** Makes a line of the sandbox belong to the customer who has another one, as a second number or SIM does. */
export async function belongsTo(sandbox: Sandbox, lineId: string, customerId: string) {
  await fetch(`${sandbox.url}/tmf-api/productInventory/v4/product/${lineId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ relatedParty: [{ id: customerId, role: 'customer' }] }),
  });
}
