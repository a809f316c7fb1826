import { carrierUrls, createCarrier } from '../../adapters/carrier/carrier.ts';
import type { Carrier } from '../../ports/carrier.ts';

/** The carrier client as the tests use it, against an operator at this address. */
export function carrierAt(url: string, clock: () => Date): Carrier {
  return createCarrier({
    urls: carrierUrls(url),
    timeoutMs: 4000,
    clock,
    timeZone: 'Asia/Shanghai',
  });
}
