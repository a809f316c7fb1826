import { maskFor } from '../domain/masking.ts';
import type { RegisteredData } from '../ports/carrier.ts';
import { guardedEnquiry } from './shared/guardedEnquiry.ts';
import { linkNote } from './shared/oncePage.ts';
import type { Talk, ViewDraft } from './shared/talk.ts';
import { whoseElse } from './shared/whoseElse.ts';

/**
 * What is registered of the holder: after a fresh code, masked in chat, whole on a page that opens once
 * (R18, E40, rights §5.3).
 */
export const showAddress = guardedEnquiry({
  name: 'showAddress',
  stepUp: 'address',
  collect: whoseElse.collect,
  // The holder's name, identity document and address are not for whoever uses a secondary SIM (R19).
  decline: (slots, talk) =>
    talk.identity?.isSecondary ? holderOnly(talk) : whoseElse.decline(slots, talk),
  async lookUp(_slots, { carrier, grant, privatePage }) {
    const registered = await carrier.registeredData(grant);
    const isThere = registered.address !== undefined;
    return { registered, ...(isThere && { page: privatePage('registeredData') }) };
  },
  access: (_found, { t }) => ({ words: t('accessed'), facts: { what: 'address' } }),
  answer: ({ registered, page }, talk): ViewDraft => {
    const { t, identity } = talk;
    return {
      title: t('title', { number: identity.maskedNumber }),
      text: page ? t('text', { minutes: page.minutes }) : t('noAddress'),
      sections: [{ rows: rowsOf(registered, talk) }],
      notes: [...(page ? [linkNote(page, talk)] : []), t('whole'), t('alerted')],
      ...(page && { link: { label: t('open'), url: page.url } }),
      choices: [
        {
          label: t('common:intent.correctContact'),
          start: { dialog: 'correctContact', slots: {} },
        },
      ],
    };
  },
});

function holderOnly({ t, operator }: Talk): ViewDraft {
  return {
    text: t('holderOnly', { hotline: operator.hotline }),
    choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  };
}

function rowsOf({ name, identity, address, email }: RegisteredData, { t }: Talk) {
  const shown = {
    name: name && maskFor('name', 'chat', name),
    // Its kind alone: neither end of an identity number is shown (rights §0.4).
    identity: identity && t('identity.registered', { kind: t(`identity.${identity.kind}`) }),
    address: address && maskFor('address', 'chat', address),
    email: email && maskFor('email', 'chat', email),
  };
  return Object.entries(shown).map(([what, value]) => ({
    term: t(`term.${what}`),
    value: value ?? t('notRegistered'),
  }));
}
