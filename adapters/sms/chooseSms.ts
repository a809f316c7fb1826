import type { Sms } from '../../ports/sms.ts';
import {
  type CommunicationMessageOptions,
  createCommunicationMessageSms,
} from './communicationMessage.ts';
import { createHttpGatewaySms, type HttpGatewayOptions } from './httpGateway.ts';
import { createSmppSms, type SmppOptions } from './smpp.ts';

/** Which gateway, and what any of them may need. */
export interface SmsChoice
  extends Omit<CommunicationMessageOptions, 'url' | 'token'>,
    Omit<HttpGatewayOptions, 'url'>,
    Omit<SmppOptions, 'url'> {
  readonly gateway: 'tmf681' | 'http' | 'smpp';
  /** Of the HTTP gateway or the message centre. */
  readonly gatewayUrl?: string | undefined;
  /** The operator's own TMF681. */
  readonly carrier: Pick<CommunicationMessageOptions, 'url' | 'token'>;
}

/** The one gateway the settings name. */
export function chooseSms({ gateway, gatewayUrl: url = '', carrier, ...options }: SmsChoice): Sms {
  if (gateway === 'http') return createHttpGatewaySms({ ...options, url });
  if (gateway === 'smpp') return createSmppSms({ ...options, url });
  return createCommunicationMessageSms({ ...options, ...carrier });
}
