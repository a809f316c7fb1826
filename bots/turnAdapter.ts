import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder';
import type { View } from '../ports/view.ts';

const saidKey = Symbol('said');

/**
 * Runs the Bot Framework turn for every channel. What the bot says is collected, not sent: it
 * leaves only with the commit, so a crash in the middle leaves nothing half-said.
 */
export class TurnAdapter extends BotAdapter {
  /** Runs one turn and returns what was said in it. */
  async run(
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<View[]> {
    const context = new TurnContext(this, activity);
    const views: View[] = [];
    // On the turn state: the middleware pipeline hands dialogs a proxy of this context.
    context.turnState.set(saidKey, views);
    await this.runMiddleware(context, logic);
    return views;
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const views = context.turnState.get<View[]>(saidKey);
    for (const { channelData } of activities) {
      if (channelData?.view) views.push(channelData.view as View);
    }
    return activities.map((_activity, index) => ({ id: String(index) }));
  }

  override async updateActivity(): Promise<void> {
    throw new Error('a sent message is never changed: customers rely on what they read');
  }

  override async deleteActivity(): Promise<void> {
    throw new Error('a sent message is never deleted: customers rely on what they read');
  }

  override async continueConversation(): Promise<void> {
    throw new Error('turns begin with a recorded message: use the reception');
  }
}
