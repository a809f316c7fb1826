import type { Activity } from 'botbuilder';
import type { RenderView } from '../bots/reception.ts';
import type { View } from '../ports/view.ts';
import { adaptiveCard, confirms } from './adaptiveCard.ts';
import { isWeChat } from './delivery.ts';
import { renderAsText } from './renderText.ts';
import { renderForWeChat } from './weChat/words.ts';

/**
 * A view for Web Chat: sentences alone are a plain message; anything with rows, a link or a
 * confirmation is one Adaptive Card. A card's activity has no text of its own, else Web Chat would
 * show everything twice. The text for screen readers is the card's `speak`, for clients without
 * cards its `fallbackText` and `summary`. Choices are buttons under the conversation, gone with the
 * next message, except where one of them confirms: then all of them stay on the card.
 */
export function renderForWeb(view: View): Partial<Activity> {
  const { language, expiresAt, choices = [] } = view;
  const below = confirms(view) ? [] : choices;
  const actions = below.map(({ label, message }) => ({
    type: 'imBack',
    title: label,
    value: message,
  }));
  return {
    type: 'message',
    locale: language,
    ...contentOf(view),
    ...speakerOf(view),
    ...(expiresAt && { channelData: { expiresAt } }),
    ...(actions.length > 0 && { suggestedActions: { to: [], actions } }),
  };
}

/** An agent's words are theirs in the record too; clients draw them on the same side as the assistant's. */
function speakerOf({ speaker }: View): Partial<Activity> {
  if (speaker?.kind !== 'agent') return {};
  return { from: { id: 'agent', name: speaker.label, role: 'bot' } as Activity['from'] };
}

function contentOf(view: View): Partial<Activity> {
  const { title, sections = [], details, link } = view;
  const text = renderAsText(view);
  const isCard = title || sections.length > 0 || details || link || confirms(view);
  // Plain, because the stars of a masked number are not Markdown.
  if (!isCard) return { text, textFormat: 'plain' };
  return { attachments: [adaptiveCard(view)], summary: text };
}

/** Channels of the Bot Framework that draw cards and buttons as we write them. */
const channelsWithCards = new Set(['msteams', 'webchat', 'directline', 'emulator']);

/** A view for a channel of the Bot Framework: a card where it is drawn well, else text. */
export function renderForBotFramework(channelId: string): RenderView {
  if (channelsWithCards.has(channelId)) return renderForWeb;
  return (view) => ({
    type: 'message',
    locale: view.language,
    text: renderAsText(view, { withChoices: true }),
    textFormat: 'plain',
    ...speakerOf(view),
  });
}

/** How a channel shows a view. */
export function rendererFor(channelId: string): RenderView {
  if (channelId === 'directline') return renderForWeb;
  if (isWeChat(channelId)) return (view) => ({ ...renderForWeChat(view), ...speakerOf(view) });
  return renderForBotFramework(channelId);
}

export { renderAsText };
