import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createSmtpMail } from '../../adapters/mail/smtp.ts';
import { Unavailable } from '../../ports/unavailable.ts';

const now = new Date('2026-11-24T10:00:00+08:00');
const notice = {
  to: 'zhang@example.com',
  subject: '【明白通信】10GB 流量包已办理',
  text: '您已办理：10GB 流量包。费用：¥20.00/月，2026-11-24 起生效。\n不想续订：回复“退订流量包”。\n😀',
  idempotencyKey: 'order-1:mail',
};

interface MailServer {
  readonly port: number;
  readonly mails: ParsedMail[];
  readonly recipients: string[][];
  close(): Promise<void>;
}

async function startServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const recipients: string[][] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      recipients.push(session.envelope.rcptTo.map(({ address }) => address));
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
    ...options,
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    port,
    mails,
    recipients,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe('mail over SMTP', () => {
  let server: MailServer;
  afterEach(() => server?.close());

  async function start(options: SMTPServerOptions = {}, query = '', timeoutMs = 5000) {
    server = await startServer(options);
    const open = () => {
      const mail = createSmtpMail({
        url: `smtp://127.0.0.1:${server.port}/${query}`,
        from: '明白通信 <notices@example.net>',
        timeoutMs,
        clock: () => now,
      });
      assert.ok(mail);
      return mail;
    };
    return { server, mail: open(), another: open };
  }

  it('is not there when no server is configured', () => {
    const rest = { timeoutMs: 1000, clock: () => now };
    assert.equal(createSmtpMail(rest), undefined);
    assert.equal(createSmtpMail({ ...rest, url: 'smtp://127.0.0.1' }), undefined);
  });

  it('delivers subject and text whole, as plain text that nothing tracks', async () => {
    const { mail } = await start();
    await mail.send(notice);
    const [got] = server.mails;
    assert.equal(got?.subject, notice.subject);
    assert.equal(got?.text?.trim(), notice.text);
    assert.equal(got?.html, false);
    assert.deepEqual(got?.attachments, []);
    assert.equal(got?.from?.text, '"明白通信" <notices@example.net>');
    assert.equal(got?.date?.getTime(), now.getTime());
    assert.equal(got?.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(got?.headers.get('x-mailer'), undefined);
  });

  it('sends a key once, and any other process sends it with the same Message-ID', async () => {
    const { mail, another } = await start();
    await Promise.all([mail.send(notice), mail.send(notice)]);
    await mail.send(notice);
    assert.equal(server.mails.length, 1);
    await another().send(notice);
    await mail.send({ ...notice, idempotencyKey: 'order-2:mail' });
    const [first, second, other] = server.mails.map(({ messageId }) => messageId);
    assert.match(first ?? '', /^<[0-9a-f]{64}@example\.net>$/);
    assert.equal(second, first);
    assert.notEqual(other, first);
  });

  it('goes to one address, whatever is written in it', async () => {
    const { mail } = await start();
    await mail.send({ ...notice, to: 'zhang@example.com, li@example.com' }).catch(() => {});
    const broken = {
      ...notice,
      idempotencyKey: 'order-2:mail',
      subject: 'x\r\nBcc: li@example.com',
    };
    await mail.send(broken);
    for (const recipients of server.recipients) assert.equal(recipients.length, 1);
    assert.ok(server.recipients.flat().every((address) => address !== 'li@example.com'));
  });

  const unavailable = (error: Error) => {
    assert.ok(error instanceof Unavailable);
    assert.equal(error.port, 'mail');
    assert.doesNotMatch(`${error.message} ${error.stack}`, /zhang|流量包/);
    return true;
  };

  it('is unavailable when nobody listens', async () => {
    const { mail } = await start();
    await server.close();
    await assert.rejects(mail.send(notice), unavailable);
  });

  it('is unavailable when the mail is refused, and goes out when it is sent again', async () => {
    const answers = [new Error('zhang@example.com is over quota')];
    const { mail } = await start({ onRcptTo: (_address, _session, done) => done(answers.pop()) });
    await assert.rejects(mail.send(notice), unavailable);
    await mail.send(notice);
    assert.equal(server.mails.length, 1);
  });

  it('is unavailable when the server says nothing', async () => {
    const { mail } = await start({ onMailFrom: () => {} }, '', 100);
    await assert.rejects(mail.send(notice), unavailable);
  });

  it('is not sent in the clear where encryption is demanded', async () => {
    const { mail } = await start({}, '?requireTLS=true');
    await assert.rejects(mail.send(notice), unavailable);
    assert.equal(server.mails.length, 0);
  });
});
