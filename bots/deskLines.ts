import { hiddenMark } from '../domain/masking.ts';
import type { NumberedActivity, StoredActivity } from '../ports/store.ts';

/** One line of a conversation as agents, and customers in their transcript, read it. */
export interface DeskLine {
  readonly sequence: number;
  readonly from: 'customer' | 'assistant' | 'agent' | 'note' | 'status';
  /** Who: an agent's name; of a status the state. */
  readonly name?: string;
  readonly at: string;
  /** Cards are told as text, masked as they are kept (rights §5.3). */
  readonly text: string;
}

/** The name at the head of what is said beside an agent: agents see it beside the line. */
const speakerLine = /^(?:【(?:人工客服 [^】\n]+|智能助手)】|\[(?:Agent [^\]\n]+|Assistant)\])\n/u;

/** Links that open something once are the customer's alone. */
const onceLinks = /\/(records|agreements|my-data|private|transcripts)\/[\w-]{16,}/g;

/** What the record says, line by line; what is neither said nor announced nor noted is left out. */
export function linesOf(numbered: readonly NumberedActivity[]): DeskLine[] {
  return numbered.flatMap(({ sequence, activity }) => {
    const line = lineOf(activity);
    return line ? [{ sequence, at: String(activity.timestamp ?? ''), ...line }] : [];
  });
}

function lineOf(activity: StoredActivity): Omit<DeskLine, 'sequence' | 'at'> | undefined {
  const { type, name, replyToId } = activity;
  if (type === 'message') {
    const { id, name: speaker = '' } = (activity.from ?? {}) as { id?: string; name?: string };
    const text = textOf(activity);
    if (text === '') return undefined;
    if (id === 'agent')
      return {
        from: 'agent',
        name: speaker.replace(/^[【[](?:人工客服|Agent) ?|[\]】]$/g, ''),
        text,
      };
    return { from: replyToId === undefined ? 'customer' : 'assistant', text };
  }
  const { text = '', agent, state } = (activity.value ?? {}) as Record<string, string | undefined>;
  if (name === 'handoff.note') return { from: 'note', ...(agent && { name: agent }), text };
  if (name === 'handoff.status' || name === 'handoff.initiate') {
    return { from: 'status', name: state ?? 'requested', text: agent ?? '' };
  }
  return undefined;
}

/** A card is told by its summary; of an agent's line the name at its head is said once. */
function textOf({ text, summary, attachments }: StoredActivity): string {
  const [card] = (attachments ?? []) as ReadonlyArray<{ content?: { fallbackText?: string } }>;
  const said = String(text || summary || card?.content?.fallbackText || '');
  return said.replace(speakerLine, '').replace(onceLinks, `/$1/${hiddenMark}`);
}
