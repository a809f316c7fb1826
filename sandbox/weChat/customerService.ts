import { z } from 'zod';
import type { Resource } from '../query.ts';
import { refusal } from './errors.ts';
import { type Platform, tappable } from './platform.ts';
import type { Shown, WeChatUser } from './users.ts';

const media = z.object({ media_id: z.string().min(1) });

/** The kinds of messages, each in a member of its own name. */
const contents = {
  text: z.object({ content: z.string() }),
  image: media,
  voice: media,
  video: media,
  music: z.object({ musicurl: z.string() }),
  news: z.object({
    articles: z
      .array(z.object({ title: z.string(), description: z.string(), url: z.string() }))
      .length(1),
  }),
  msgmenu: z.object({
    head_content: z.string(),
    list: z.array(z.object({ id: z.string(), content: z.string() })).min(1),
    tail_content: z.string().optional(),
  }),
  miniprogrampage: z.object({ title: z.string(), appid: z.string() }),
};

const longestTextBytes = 2048;

/** Sends a customer-service message: refused in the order in which the platform finds faults. */
export function sendMessage(platform: Platform, body: Resource): Resource {
  const { users, settings } = platform;
  const shown = contentOf(body);
  if (body.msgtype === 'msgmenu' && !settings.allowsMenuMessages) refusal(40200);
  const user = receiverOf(platform, body.touser);
  const refused = users.spend(user);
  if (refused) refusal(refused);
  users.show(user, { from: 'account', via: 'customerService', ...shown });
  return {};
}

/** Who gets it; refused to whoever does not follow, or wants nothing. */
export function receiverOf({ users }: Platform, openId: unknown): WeChatUser {
  const user = users.find(String(openId)) ?? refusal(40003);
  if (!user.follows) refusal(43004);
  if (user.refuses) refusal(48002);
  return user;
}

function contentOf(body: Resource): Pick<Shown, 'kind' | 'text' | 'items' | 'url'> {
  const kind = String(body.msgtype);
  if (!Object.hasOwn(contents, kind)) refusal(40008);
  const schema = contents[kind as keyof typeof contents];
  const content = schema.safeParse(body[kind]).data ?? refusal(47001);
  if ('content' in content) {
    if (content.content === '') refusal(44004);
    checkLength(content.content);
    return { kind, ...tappable(content.content) };
  }
  if ('list' in content) {
    const { head_content: head, list: items, tail_content: tail = '' } = content;
    checkLength([head, ...items.map((item) => item.content), tail].join('\n'));
    return { kind, text: [head, tail].filter(Boolean).join('\n'), items };
  }
  if ('articles' in content) {
    const [{ title, description, url } = refusal(47001)] = content.articles;
    return { kind, text: `${title}\n${description}`, url };
  }
  return { kind, text: 'title' in content ? content.title : '' };
}

function checkLength(text: string): void {
  if (Buffer.byteLength(text) > longestTextBytes) refusal(45002);
}
