import type { Offer } from '../ports/carrier.ts';
import type { ViewTable } from '../ports/view.ts';
import { enquiry } from './shared/enquiry.ts';
import { findNamed } from './shared/naming.ts';
import { allowanceText, feeText, overLimitText } from './shared/offerRows.ts';
import type { Talk } from './shared/talk.ts';

const resources = ['data', 'directedData', 'voice', 'sms'] as const;

/** Two or three plans side by side, drawbacks in the same size as the rest (R23, E8). */
export const comparePlans = enquiry({
  name: 'comparePlans',
  about: 'public',
  collect: {
    plans: {
      read: (heard) =>
        /\d{2,}|和|跟|与|\bvs\b|\band\b/i.test(heard.text) ? heard.text : undefined,
      async ask({ carrier, language }) {
        const { data } = await carrier.offers(language);
        return {
          key: 'which',
          data: {
            plans: data
              .filter(isPlan)
              .map(({ name }) => name)
              .join('、'),
          },
        };
      },
    },
  },
  async lookUp({ plans = '' }, { carrier, language }) {
    const { asOf, data } = await carrier.offers(language);
    return { asOf, offers: data.filter(isPlan), named: plansNamed(data.filter(isPlan), plans) };
  },
  answer({ asOf, offers, named }, talk) {
    const { t, format } = talk;
    const at = { asOf: t('common:asOf', { at: format.dateTime(asOf) }) };
    if (named.length < 2) {
      const text = t('tooFew', { plans: offers.map(({ name }) => name).join('、') });
      return { text, ...at };
    }
    const compared = named.slice(0, 3);
    return {
      title: t('title'),
      sections: [{ table: comparison(compared, talk) }],
      notes: [...(named.length > 3 ? [t('onlyThree')] : []), t('noAdvice')],
      ...at,
      choices: compared.map((offer) => ({
        label: t('checkPrice:choice.offer', { name: offer.name }),
        start: { dialog: 'checkPrice', slots: { offer: offer.id } },
      })),
    };
  },
  plainly({ named }, talk) {
    const list = named
      .slice(0, 3)
      .map((offer) =>
        talk.t('common:plain.row', { term: offer.name, value: feeText(offer, talk) }),
      );
    if (list.length < 2) return undefined;
    return talk.t('plain', { list: list.join(talk.t('common:listSeparator')) });
  },
});

const isPlan = (offer: Offer) => offer.kind === 'plan';

const between =
  /和|跟|与|、|，|,|还是|还有|或者?|比|&|\/|(?<=\d)\s+(?=\d)|\b(?:vs|versus|and|or|than|with|against|to)\b/i;

/** The words are cut at “and”, so that each part names one plan: “129 和 199”. */
function plansNamed(plans: readonly Offer[], said: string): Offer[] {
  const parts = said.split(between).filter((part) => part.trim() !== '');
  const found = parts.flatMap((part) => findNamed(plans, part).slice(0, 1));
  return [...new Set(found)];
}

function comparison(offers: readonly Offer[], talk: Talk): ViewTable {
  const { t } = talk;
  const row = (term: string, cell: (offer: Offer) => string) => [term, ...offers.map(cell)];
  const none = t('common:none');
  return {
    columns: [t('term'), ...offers.map(({ name }) => name)],
    rows: [
      row(t('common:term.fee'), (offer) => feeText(offer, talk)),
      ...resources.map((resource) =>
        row(t(`common:resource.${resource}`), ({ allowances }) => {
          const ours = allowances.filter((allowance) => allowance.resource === resource);
          return (
            ours
              .map((allowance) => allowanceText(allowance, talk))
              .join(t('common:listSeparator')) || none
          );
        }),
      ),
      row(
        t('common:term.overLimit', { resource: t('common:resource.data') }),
        ({ overLimitRates }) => {
          const rate = overLimitRates.find(({ resource }) => resource === 'data');
          return rate ? overLimitText(rate, talk) : none;
        },
      ),
      row(t('common:term.limits'), ({ limits }) => limits.join(t('common:listSeparator')) || none),
      row(
        t('common:term.conditions'),
        ({ conditions }) => conditions.join(t('common:listSeparator')) || none,
      ),
      row(t('common:term.contract'), ({ contractMonths }) =>
        contractMonths > 0
          ? t('common:contractMonths', { months: contractMonths })
          : t('common:noContract'),
      ),
      row(t('common:term.autoRenew'), ({ autoRenew }) => t(autoRenew ? 'common:yes' : 'common:no')),
      row(t('common:term.tariffId'), ({ tariffId }) => tariffId),
    ],
  };
}
