import type { Offer } from '../ports/carrier.ts';
import { enquiry } from './shared/enquiry.ts';
import { findNamed } from './shared/naming.ts';
import { feeText, offerRows } from './shared/offerRows.ts';
import type { ChoiceDraft, Talk, ViewDraft } from './shared/talk.ts';

const kinds = ['plan', 'addOn', 'valueAddedService'] as const;

interface Found {
  readonly asOf: string;
  readonly offers: readonly Offer[];
  /** Those that the customer may mean. */
  readonly named: readonly Offer[];
  /** One kind of thing by itself, without a bundle. */
  readonly singles?: readonly Offer[];
}

/** What is on sale and what it costs, the same for everybody (E1, E2, E29). */
export const checkPrice = enquiry({
  name: 'checkPrice',
  about: 'public',
  collect: { said: { read: (heard) => heard.text } },
  async lookUp({ said = '', kind, offer, single }, { carrier, language }): Promise<Found> {
    const { asOf, data: offers } = await carrier.offers(language);
    const chosen = offers.filter(({ id }) => id === offer);
    if (chosen.length > 0) return { asOf, offers, named: chosen };
    if (single) return { asOf, offers, named: [], singles: singlesOf(offers, single) };
    return { asOf, offers, named: kind ? [] : findNamed(offers, said) };
  },
  answer({ asOf, offers, named, singles = [] }, talk, { kind }) {
    const at = { asOf: talk.t('common:asOf', { at: talk.format.dateTime(asOf) }) };
    if (singles.length > 0) return { ...list(singles, talk), text: talk.t('singly'), ...at };
    const [offer] = named;
    if (offer && named.length === 1) return { ...one(offer, talk), ...at };
    if (named.length > 1) return { ...list(named, talk), text: talk.t('several'), ...at };
    const ofKind = offers.filter((candidate) => candidate.kind === kind);
    if (ofKind.length > 0) return { ...list(ofKind, talk), ...at };
    return { ...overview(offers, talk), ...at };
  },
});

/** What is sold by itself, with nothing tied to it (E4, E18). */
const singlesOf = (offers: readonly Offer[], resource: string) =>
  offers.filter(({ kind, allowances }) => kind === 'addOn' && allowances[0]?.resource === resource);

function one(offer: Offer, talk: Talk): ViewDraft {
  return {
    title: offer.name,
    text: offer.description,
    sections: [{ rows: offerRows(offer, talk) }],
    notes: [talk.t('samePrice')],
    // A way, not an offer: asking for a price is no wish to buy (rights §8.13).
    choices: [
      {
        label: talk.t('choice.terms'),
        start: {
          dialog: offer.kind === 'plan' ? 'changePlan' : 'orderService',
          slots: { chosen: offer.id },
        },
      },
    ],
  };
}

function list(offers: readonly Offer[], talk: Talk): ViewDraft {
  const { t } = talk;
  const rows = offers.map((offer) => [offer.name, feeText(offer, talk), offer.tariffId]);
  return {
    title: t('title'),
    sections: [{ table: { columns: [t('name'), t('fee'), t('tariffId')], rows } }],
    choices: offers.slice(0, 12).map((offer) => offerChoice(offer, talk)),
  };
}

function offerChoice(offer: Offer, { t }: Talk): ChoiceDraft {
  return {
    label: t('choice.offer', { name: offer.name }),
    start: { dialog: 'checkPrice', slots: { offer: offer.id } },
  };
}

function overview(offers: readonly Offer[], { t }: Talk): ViewDraft {
  return {
    text: t('whichKind'),
    choices: kinds.map((kind) => ({
      label: t('choice.kind', {
        kind: t(`common:kind.${kind}`),
        count: offers.filter((offer) => offer.kind === kind).length,
      }),
      start: { dialog: 'checkPrice', slots: { kind } },
    })),
  };
}
