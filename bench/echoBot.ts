import { readFileSync } from 'node:fs';
import { ActivityHandler } from 'botbuilder';
import { serveOnWire } from './wire.ts';

// The measure: botbuilder's EchoBot behind the same wire as ours. It keeps nothing, checks nobody and
// asks no carrier. Its reply carries the card of a bill, so that both send the same JSON.
const sample = JSON.parse(readFileSync(process.env.BENCH_REPLY_FILE ?? '', 'utf8'));

class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity({ ...sample, text: `Echo: ${context.activity.text}` });
      await next();
    });
  }
}

const bot = new EchoBot();
serveOnWire('EchoBot', (context) => bot.run(context));
