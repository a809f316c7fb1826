import { setTimeout as wait } from 'node:timers/promises';
import { carrierUrls } from '../../adapters/carrier/carrier.ts';
import { startSandbox } from '../../sandbox/server.ts';

/** JSON of the operator's, read leniently. */
export type Json = Readonly<Record<string, unknown>>;

/** An SMS on a phone. */
export interface PhoneMessage {
  readonly text: string;
  readonly receivedAt: string;
}

/** An order as the operator keeps it. */
export interface OperatorOrder extends Json {
  readonly id: string;
  readonly externalId: string;
  readonly state: string;
  readonly orderDate: string;
  readonly completionDate?: string;
  readonly note: ReadonlyArray<{ readonly id?: string; readonly text: string }>;
  readonly productOrderItem: ReadonlyArray<{ readonly itemPrice: readonly Json[] }>;
}

/** The sandbox operator of one dialogue, and the hands that disturb it. */
export interface OperatorOnStage {
  readonly url: string;
  messages(phoneNumber: string): Promise<readonly PhoneMessage[]>;
  /** Orders that the bot placed, oldest first. */
  orders(): Promise<readonly OperatorOrder[]>;
  list(api: string, collection: string): Promise<readonly Json[]>;
  /** Each of these offerings costs so much more from now on. */
  raisePrices(offerIds: readonly string[], yuan: number): Promise<void>;
  /** A running contract costs so much to end from now on. */
  setTerminationFee(yuan: number): Promise<void>;
  misbehave(fault: Json): Promise<void>;
  behave(): Promise<void>;
  /** Gives the operator the time to notice what its clock says. */
  notice(): Promise<void>;
  close(): Promise<void>;
}

const noticeMs = 8;

/** Starts an operator with the dialogue's clock; its orders take a few milliseconds. */
export async function startOperator(clock: () => Date): Promise<OperatorOnStage> {
  const sandbox = await startSandbox({
    port: 0,
    clock,
    orderStepMs: 1,
    calendarCheckMs: noticeMs / 2,
  });
  const urls = carrierUrls(sandbox.url);
  const faultsUrl = `${sandbox.url}/sandbox/faults`;
  const at = (api: string, collection: string) => `${urls[api]}/${collection}`;

  async function ask<T>(url: string, method = 'GET', body?: Json): Promise<T> {
    const response = await fetch(url, {
      method,
      ...(body && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
  const list = (api: string, collection: string) => ask<Json[]>(`${at(api, collection)}?limit=500`);

  /** Our own hands meet no fault, and use none up. */
  async function undisturbed<T>(act: () => Promise<T>): Promise<T> {
    const faults = await ask<Json[]>(faultsUrl);
    await ask(faultsUrl, 'DELETE');
    const done = await act();
    for (const fault of faults) await ask(faultsUrl, 'POST', fault);
    return done;
  }

  async function raisePrice(offerId: string, yuan: number): Promise<void> {
    const url = `${at('TMF620', 'productOffering')}/${offerId}`;
    const { productOfferingPrice } = await ask<{ productOfferingPrice: Json[] }>(url);
    const raised = productOfferingPrice.map((price) => {
      const { taxIncludedAmount, ...rest } = price.price as {
        taxIncludedAmount: { unit: string; value: number };
      };
      const value = taxIncludedAmount.value + yuan;
      return { ...price, price: { ...rest, taxIncludedAmount: { ...taxIncludedAmount, value } } };
    });
    await ask(url, 'PATCH', { productOfferingPrice: raised });
  }

  async function setTerminationFee(yuan: number): Promise<void> {
    for (const product of await list('TMF637', 'product')) {
      const given = (product.productCharacteristic ?? []) as Json[];
      if (!given.some(({ name }) => name === 'earlyTerminationFeeToday')) continue;
      const productCharacteristic = given.map((each) =>
        each.name === 'earlyTerminationFeeToday'
          ? { ...each, value: { unit: 'CNY', value: yuan } }
          : each,
      );
      const url = `${at('TMF637', 'product')}/${String(product.id)}`;
      await ask(url, 'PATCH', { productCharacteristic });
    }
  }

  return {
    url: sandbox.url,
    list,
    messages: (phoneNumber) => ask(`${sandbox.url}/phone/${phoneNumber}/messages`),
    async orders() {
      const all = (await list('TMF622', 'productOrder')) as unknown as readonly OperatorOrder[];
      return all.filter(({ externalId }) => externalId?.startsWith('Q'));
    },
    raisePrices: (offerIds, yuan) =>
      undisturbed(async () => {
        for (const id of offerIds) await raisePrice(id, yuan);
      }),
    setTerminationFee: (yuan) => undisturbed(() => setTerminationFee(yuan)),
    misbehave: (fault) => ask(faultsUrl, 'POST', fault),
    behave: () => ask(faultsUrl, 'DELETE'),
    notice: () => wait(noticeMs),
    close: () => sandbox.close(),
  };
}
