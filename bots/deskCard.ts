import type { KeptContext } from '../dialogs/shared/handoff.ts';
import type { HandoffContext } from '../ports/agentDesk.ts';
import type { Handoff } from '../ports/handoffs.ts';
import type { Vault } from '../ports/services.ts';
import type { EvidenceRecord, Store } from '../ports/store.ts';

/** A change the customer ordered lately. */
export interface CardOrder {
  readonly at: string;
  readonly product: string;
  readonly action: string;
  readonly outcome: string;
  readonly orderNumber?: string;
}

/** What an agent knows of the customer: masked facts, no ids (rights §5.4). */
export interface DeskCard
  extends Pick<
    HandoffContext,
    | 'reason'
    | 'language'
    | 'channelId'
    | 'requestedAt'
    | 'intent'
    | 'tried'
    | 'accessibility'
    | 'callback'
  > {
  readonly customer?: Pick<
    NonNullable<HandoffContext['customer']>,
    'level' | 'maskedNumber' | 'isElder'
  >;
  readonly openQuote?: Omit<NonNullable<HandoffContext['openQuote']>, 'quoteId'>;
  readonly lastOrders: readonly CardOrder[];
}

const mostOrders = 5;

/** What a handoff's row keeps sealed; undefined when it is over. */
export function contextOf({ sealedContext }: Handoff, vault: Vault): HandoffContext | undefined {
  return sealedContext ? (JSON.parse(vault.open(sealedContext)) as KeptContext).context : undefined;
}

/** Makes the card of an open handoff. */
export async function cardOf(context: HandoffContext, store: Store): Promise<DeskCard> {
  const { reason, language, channelId, requestedAt, intent, tried, accessibility } = context;
  const { customer, openQuote, callback } = context;
  const history = customer ? await store.evidence(customer.customerId) : [];
  return {
    reason,
    language,
    channelId,
    requestedAt,
    intent,
    tried,
    accessibility,
    ...(callback && { callback }),
    ...(customer && {
      customer: {
        level: customer.level,
        maskedNumber: customer.maskedNumber,
        isElder: customer.isElder,
      },
    }),
    ...(openQuote && {
      openQuote: {
        dialog: openQuote.dialog,
        product: openQuote.product,
        phase: openQuote.phase,
        expiresAt: openQuote.expiresAt,
      },
    }),
    lastOrders: customer ? ordersIn(history, customer.lineId, language) : [],
  };
}

interface Disclosed {
  readonly quoteId?: string;
  readonly disclosure?: {
    readonly order?: { readonly lineId?: string; readonly action?: string };
    readonly summary?: { readonly productName?: Readonly<Record<string, string>> };
  };
  readonly outcome?: string;
  readonly orderNumber?: string;
}

/** The latest orders of this line, newest first, from the ledger: another line of the same customer is not proved. */
function ordersIn(
  history: readonly EvidenceRecord[],
  lineId: string,
  language: string,
): CardOrder[] {
  const quotes = new Map<string, NonNullable<Disclosed['disclosure']>>();
  const orders = new Map<string, CardOrder>();
  for (const { kind, at, data } of history) {
    const { quoteId = '', disclosure, outcome, orderNumber } = data as Disclosed;
    if (kind === 'disclosed' && disclosure?.order?.lineId === lineId)
      quotes.set(quoteId, disclosure);
    const quote = quotes.get(quoteId);
    if (!quote || (kind !== 'ordered' && kind !== 'outcome')) continue;
    orders.set(quoteId, {
      at,
      product: quote.summary?.productName?.[language] ?? '',
      action: quote.order?.action ?? '',
      outcome: outcome ?? 'open',
      ...(orderNumber && { orderNumber }),
    });
  }
  return [...orders.values()].slice(-mostOrders).reverse();
}
