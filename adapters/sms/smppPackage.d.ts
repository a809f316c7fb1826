/** What we use of the package `smpp`, which brings no types. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer } from 'node:net';

  /** The body of a message: decoded when the alphabet is known, with its user data headers apart. */
  export interface Content {
    readonly message: string | Buffer;
    readonly udh?: readonly Buffer[];
  }

  export interface Pdu {
    readonly command: string;
    readonly command_status: number;
    readonly source_addr?: string;
    readonly destination_addr?: string;
    readonly system_id?: string;
    readonly password?: string;
    readonly data_coding?: number;
    readonly esm_class?: number;
    readonly short_message?: Content;
    readonly message_payload?: Content;
    isResponse(): boolean;
    response(fields?: Readonly<Record<string, unknown>>): Pdu;
  }

  type Request = (
    fields: Readonly<Record<string, unknown>>,
    onAnswer?: (pdu: Pdu) => void,
  ) => boolean;

  export interface Session extends EventEmitter {
    readonly bind_transceiver: Request;
    readonly submit_sm: Request;
    readonly deliver_sm: Request;
    readonly enquire_link: Request;
    readonly unbind: Request;
    /** False when the connection takes nothing any more. */
    send(pdu: Pdu): boolean;
    destroy(): void;
  }

  export interface Server extends NetServer {
    readonly sessions: readonly Session[];
  }

  const smpp: {
    connect(address: {
      readonly host: string;
      readonly port: number | undefined;
      readonly tls: boolean;
    }): Session;
    createServer(onSession: (session: Session) => void): Server;
  };
  export default smpp;
}
