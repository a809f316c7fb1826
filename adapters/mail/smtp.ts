import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Mail, MailMessage } from '../../ports/mail.ts';
import type { Clock } from '../../ports/services.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { oncePerKey } from '../oncePerKey.ts';

/** How the operator's mail server is reached. */
export interface SmtpOptions {
  /** `smtps://user:password@host`, or `smtp://…:587` for STARTTLS. Absent: there is no mail. */
  readonly url?: string | undefined;
  /** `notices@example.com` or `Example Telecom <notices@example.com>`. */
  readonly from?: string | undefined;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Mail over SMTP, in plain text: nothing in it tells whether it was read. Undefined when no server is
 * configured: notices then go by SMS alone. The Message-ID follows from the key, so that mailboxes
 * can tell a repeat; SMTP itself has no idempotency beyond that and this process's memory.
 */
export function createSmtpMail({ url, from, timeoutMs, clock }: SmtpOptions): Mail | undefined {
  if (!url || !from) return undefined;
  const transport = createTransport({
    url,
    // Another machine is reached encrypted or not at all, unless the URL says `requireTLS=false`.
    requireTLS: !loopback.has(new URL(url).hostname),
    // A notice never brings a file of this server with it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^<>@\s]+?)>?$/.exec(from)?.[1] ?? 'localhost';

  const send = async ({ to, subject, text, idempotencyKey }: MailMessage): Promise<void> => {
    const id = createHash('sha256').update(idempotencyKey).digest('hex');
    const mail = {
      from,
      // As an object it is one address, whatever is written in it.
      to: { name: '', address: to },
      subject,
      text,
      date: clock(),
      messageId: `<${id}@${domain}>`,
      xMailer: false as const,
      // No absence note comes back.
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(timeoutMs),
    };
    await transport.sendMail(mail).catch((error: Error & { code?: string }) => {
      // Its words may quote the address.
      throw new Unavailable('mail', error.code ?? error.name);
    });
  };

  return { send: oncePerKey(send) };
}
