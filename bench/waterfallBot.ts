import { readFileSync } from 'node:fs';
import { ActivityHandler, ConversationState, MemoryStorage } from 'botbuilder';
import { DialogSet, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import { serveOnWire } from './wire.ts';

// The measure of a change: the same talk as a waterfall of the SDK, its state in memory. It asks no
// carrier, sends no SMS and proves nothing; it shows a card, asks for a phrase and for a code.
const sample = JSON.parse(readFileSync(process.env.BENCH_REPLY_FILE ?? '', 'utf8'));
const conversationState = new ConversationState(new MemoryStorage());
const dialogs = new DialogSet(conversationState.createProperty('dialogs'))
  .add(new TextPrompt('text'))
  .add(
    new WaterfallDialog('change', [
      (step) => step.prompt('text', { prompt: { ...sample, text: '确认办理' } }),
      (step) => step.prompt('text', { prompt: '第二次确认' }),
      async (step) => {
        await step.context.sendActivity('正在提交办理');
        return step.endDialog();
      },
    ]),
  );

class WaterfallBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const talk = await dialogs.createContext(context);
      const { status } = await talk.continueDialog();
      if (status === 'empty') await talk.beginDialog('change');
      await conversationState.saveChanges(context);
      await next();
    });
  }
}

const bot = new WaterfallBot();
serveOnWire('WaterfallBot', (context) => bot.run(context));
