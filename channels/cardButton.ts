import { z } from 'zod';
import type { Choice } from '../ports/view.ts';

/**
 * A choice as a button on a card. Our own page and Teams say its words for the customer (`msteams`
 * is how a card asks for that); other clients send the data alone, so the words are in it too.
 */
export function cardButton({ label, message, token }: Choice): Record<string, unknown> {
  const said = { type: 'messageBack', displayText: label, text: message };
  const data = { ...(token && { token }), text: message, msteams: said };
  return { type: 'Action.Submit', title: label, data };
}

const pressed = z.object({
  // Our tokens are letters and hyphens: what is kept of a press can hold no number and no name.
  token: z
    .string()
    .regex(/^[A-Za-z-]{1,100}$/)
    .optional()
    .catch(undefined),
  text: z.string().max(2000).optional().catch(undefined),
});

/** What a pressed button of ours brings back in an activity's `value`: its words and its card's token. */
export function pressedButton(value: unknown): { text: string; token: string | undefined } {
  const { text = '', token } = pressed.safeParse(value).data ?? {};
  return { text, token };
}
