import assert from 'node:assert/strict';
import nock from 'nock';
import { type GrantPurpose, giveGrant, grantLifetimeMs } from '../../domain/grant.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { carrierAt } from '../support/carrierAt.ts';
import { world } from '../support/world.ts';

const now = new Date('2026-11-24T10:00:00+08:00');
const line = { id: 'line-zhao', customerId: 'customer-zhao' };
const grantFor = (purpose: GrantPurpose) => giveGrant(purpose, line, 'a conversation', now);
const later = () => new Date(now.getTime() + grantLifetimeMs);
const nowhere = 'http://holder.test';

describe('what the operator’s books hold of a customer', () => {
  it('is the PUK of the line’s own card', async () => {
    const { sandbox } = await world();
    const carrier = carrierAt(sandbox.url, () => now);
    const puk = await carrier.simPuk(grantFor('puk'));
    assert.match(puk ?? '', /^\d{8}$/);
    const secondary = { id: 'line-zhao-secondary', customerId: 'customer-zhao-secondary' };
    const other = await carrier.simPuk(giveGrant('puk', secondary, 'a conversation', now));
    assert.notEqual(other, puk);
  });

  it('is name, document, address and mail', async () => {
    const { sandbox } = await world();
    const { identity, ...data } = await carrierAt(sandbox.url, () => now).registeredData(
      grantFor('address'),
    );
    assert.equal(identity?.kind, 'residentIdentityCard');
    assert.match(identity?.number ?? '', /^\d{17}[\dX]$/);
    assert.deepEqual(Object.keys(data).sort(), ['address', 'email', 'name']);
  });

  it('is not even asked for without a grant of its purpose that still holds', async () => {
    nock(nowhere).get(/.*/).times(99).reply(200, {});
    const carrier = carrierAt(nowhere, () => now);
    const lookalike = { ...grantFor('puk') };
    for (const grant of [grantFor('records'), grantFor('address'), lookalike])
      await assert.rejects(carrier.simPuk(grant), /puk needs a grant/);
    for (const grant of [grantFor('puk'), grantFor('myData')])
      await assert.rejects(carrier.registeredData(grant), /address needs a grant/);
    await assert.rejects(carrierAt(nowhere, later).simPuk(grantFor('puk')), /needs a grant/);
    assert.equal(nock.pendingMocks().length, 1, 'nothing was asked');
    nock.cleanAll();
  });

  it('is nothing when the books have nothing, and unavailable when nobody answers', async () => {
    nock(nowhere).get(/.*/).times(4).reply(200, {});
    const carrier = carrierAt(nowhere, () => now);
    assert.equal(await carrier.simPuk(grantFor('puk')), undefined);
    assert.deepEqual(await carrier.registeredData(grantFor('address')), {});
    nock.cleanAll();
    nock(nowhere).get(/.*/).reply(500);
    await assert.rejects(carrier.simPuk(grantFor('puk')), Unavailable);
    nock.cleanAll();
  });
});
