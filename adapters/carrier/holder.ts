import { type Grant, isGrant } from '../../domain/grant.ts';
import type { Carrier, RegisteredData } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { FactsParts } from './factSources.ts';
import { characteristic, type Json, list, object, text } from './read.ts';

const identityKinds: ReadonlySet<unknown> = new Set(['residentIdentityCard', 'passport']);

/** What the books hold of a line's holder: nothing is asked for before the grant is looked at (INV-12). */
export function createHolder({
  call,
  urls,
  clock,
  passwordUrl,
}: Pick<FactsParts, 'call' | 'urls' | 'clock'> & {
  /** Takes `{lineId, password}` and answers `{matches}`; TM Forum has no API for it. */
  readonly passwordUrl?: string | undefined;
}): Pick<Carrier, 'simPuk' | 'registeredData' | 'checkPassword'> {
  async function get(api: string, collection: string, id: unknown): Promise<Json> {
    if (text(id) === undefined) return {};
    const url = `${urls[api]}/${collection}/${encodeURIComponent(String(id))}`;
    return object(await call({ method: 'GET', url }));
  }

  return {
    ...(passwordUrl !== undefined && {
      async checkPassword(grant: Grant, password: string) {
        check(grant, 'records', clock());
        const body = { lineId: grant.lineId, password };
        const { matches } = object(await call({ method: 'POST', url: passwordUrl, body }));
        if (typeof matches !== 'boolean') throw new Unavailable('carrier', 'nonsense: no verdict');
        return matches;
      },
    }),
    async simPuk(grant) {
      check(grant, 'puk', clock());
      const line = await get('TMF637', 'product', grant.lineId);
      const sim = list(line.productRelationship).find(
        ({ relationshipType }) => relationshipType === 'reliesOn',
      );
      const card = await get('TMF637', 'product', object(sim?.product).id);
      return text(characteristic(card.productCharacteristic, 'puk'));
    },
    async registeredData(grant) {
      check(grant, 'address', clock());
      const customer = await get('TMF629', 'customer', grant.customerId);
      const person = await get('TMF632', 'individual', object(customer.engagedParty).id);
      return registeredIn(customer, person);
    },
  };
}

/** The last gate: a fresh code for this very purpose, or an Error (INV-12). */
function check(grant: Grant, purpose: 'puk' | 'address' | 'records', now: Date): void {
  if (!isGrant(grant, purpose, now)) throw new Error(`${purpose} needs a grant`);
}

function registeredIn(customer: Json, person: Json): RegisteredData {
  const [identity] = list(person.individualIdentification);
  const kind = identity?.identificationType;
  const number = text(identity?.identificationId);
  const contact = (mediumType: string) =>
    object(
      list(customer.contactMedium).find((each) => each.mediumType === mediumType)?.characteristic,
    );
  const { stateOrProvince, city, street1, street2 } = contact('postalAddress');
  const address = [stateOrProvince, city, street1, street2]
    .map((part) => text(part) ?? '')
    .join('');
  const name = text(customer.name);
  const email = text(contact('email').emailAddress);
  return {
    ...(name !== undefined && { name }),
    ...(number !== undefined && {
      identity: {
        kind: identityKinds.has(kind) ? (kind as 'residentIdentityCard' | 'passport') : 'other',
        number,
      },
    }),
    ...(address !== '' && { address }),
    ...(email !== undefined && { email }),
  };
}
