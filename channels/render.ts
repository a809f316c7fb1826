import type { Activity } from 'botbuilder';
import type { RenderView } from '../bots/reception.ts';
import type { View } from '../ports/view.ts';
import { adaptiveCard } from './adaptiveCard.ts';
import { renderAsText } from './renderText.ts';

/**
 * A view for Web Chat: sentences alone are a plain message; anything with rows is one Adaptive Card.
 * A card's activity has no text of its own, else Web Chat would show everything twice. The text for
 * screen readers is the card's `speak`, for clients without cards its `fallbackText` and `summary`.
 */
export function renderForWeb(view: View): Partial<Activity> {
  const actions = (view.choices ?? []).map(({ label, message }) => ({
    type: 'imBack',
    title: label,
    value: message,
  }));
  return {
    type: 'message',
    locale: view.language,
    ...contentOf(view),
    ...(actions.length > 0 && { suggestedActions: { to: [], actions } }),
  };
}

function contentOf(view: View): Partial<Activity> {
  const text = renderAsText(view);
  // Plain, because the stars of a masked number are not Markdown.
  if (!view.title && !view.sections?.length) return { text, textFormat: 'plain' };
  return { attachments: [adaptiveCard(view, text)], summary: text };
}

/** Channels of the Bot Framework that draw cards and buttons as we write them. */
const channelsWithCards = new Set(['msteams', 'webchat', 'directline', 'emulator']);

/** A view for a channel of the Bot Framework: a card where it is drawn well, else numbered text. */
export function renderForBotFramework(channelId: string): RenderView {
  if (channelsWithCards.has(channelId)) return renderForWeb;
  return (view) => ({
    type: 'message',
    locale: view.language,
    text: renderAsText(view, { numbered: true }),
    textFormat: 'plain',
  });
}

export { renderAsText };
