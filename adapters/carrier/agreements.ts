import type { AgreementRegistration } from '../../ports/carrier.ts';
import { type CallCarrier, statusOf } from './http.ts';
import { type Json, page } from './read.ts';

/** Registers agreements (TMF651). One that is there already, by its number, is not made again. */
export function createAgreements(call: CallCarrier, urls: Readonly<Record<string, string>>) {
  const url = `${urls.TMF651}/agreement`;
  return async (agreement: AgreementRegistration): Promise<void> => {
    const query = { externalId: agreement.number, limit: '10' };
    const known = page(await call({ method: 'GET', url, query }));
    if (known.some(({ externalId }) => externalId === agreement.number)) return;
    try {
      await call({ method: 'POST', url, body: agreementOf(agreement) });
    } catch (error) {
      if (statusOf(error) !== 409) throw error;
    }
  };
}

function agreementOf(agreement: AgreementRegistration): Json {
  const { number, name, customerId, lineId, orderNumber, offerId, startsAt, endsAt } = agreement;
  return {
    externalId: number,
    name,
    agreementType: 'electronic',
    status: 'active',
    // The format has a whole number here; a number of another form stands in externalId alone.
    ...(/^\d{1,15}$/.test(number) && { documentNumber: Number(number) }),
    initialDate: startsAt,
    agreementPeriod: { startDateTime: startsAt, ...(endsAt && { endDateTime: endsAt }) },
    // TMF651 wants a name beside the id; the customer's own has no business here.
    engagedParty: [
      { id: customerId, name: customerId, role: 'customer', '@referredType': 'Customer' },
    ],
    agreementItem: [
      {
        product: [{ id: lineId }],
        ...(offerId !== undefined && { productOffering: [{ id: offerId }] }),
      },
    ],
    characteristic: [
      { name: 'orderNumber', value: orderNumber },
      { name: 'documentHash', value: agreement.documentHash },
      { name: 'disclosureHash', value: agreement.disclosureHash },
    ],
    '@type': 'Agreement',
  };
}
