import type { Request, Server } from 'restify';
import type { Clock } from '../../ports/services.ts';
import { giveBrowser } from '../browserCookie.ts';
import { addressOf, answering, logFault } from '../http.ts';
import { addCors, createOrigins, originRefused } from '../origins.ts';
import { limitPerMinute } from '../rateLimits.ts';
import { languageTag } from './activities.ts';
import type { DirectLineParts } from './routes.ts';
import { newPass, type Pass } from './tokens.ts';
import { createUserTokens, type UserTokenKey } from './userToken.ts';

/** The widget's door: gives the page a token of its own; the secret stays on the server. */
export function addWidgetToken(
  server: Server,
  parts: DirectLineParts & { readonly userTokenKey?: UserTokenKey; readonly clock: Clock },
): void {
  const { reception, tokens, store, log, trustProxy, clock } = parts;
  const judge = createOrigins(parts);
  const limit = limitPerMinute(parts.tokensPerMinute);
  const phoneNumberIn = createUserTokens(parts.userTokenKey, clock);

  /**
   * The conversation a returning browser had; anything but a good token begins a new one. So does
   * another vouched number, or none any more: nobody enters the history of somebody else.
   */
  async function passFor(resume: unknown, holder: string | undefined): Promise<Pass> {
    const fresh = { ...newPass(), ...(holder !== undefined && { holder }) };
    const pass = typeof resume === 'string' ? await tokens.check('resume', resume) : 'invalid';
    if (typeof pass === 'string' || pass.holder !== holder) return fresh;
    return (await store.conversation(pass.conversationId)) ? pass : fresh;
  }

  addCors(server, '/widget/token', judge);
  server.post(
    '/widget/token',
    answering(async (request, response) => {
      checkOrigin(request);
      await limit(addressOf(request, trustProxy));
      const { resume, locale, userToken } = (request.body || {}) as Record<string, unknown>;
      const verifiedPhoneNumber = await phoneNumberIn(userToken);
      const holder = verifiedPhoneNumber && tokens.holderOf(verifiedPhoneNumber);
      const pass = await passFor(resume, holder);
      const { conversationId, userId } = pass;
      await reception.open({
        conversationId,
        userId,
        channelId: 'directline',
        ...(typeof locale === 'string' && languageTag.test(locale) && { locale }),
        ...(verifiedPhoneNumber && { verifiedPhoneNumber }),
      });
      const [token, next] = await Promise.all([
        tokens.issue('speak', pass),
        tokens.issue('resume', pass),
      ]);
      const expiresIn = tokens.speakSeconds;
      giveBrowser(request, response, parts.publicUrl?.startsWith('https:') ?? false);
      return { status: 200, body: { token, conversationId, userId, expiresIn, resume: next } };
    }, logFault(log)),
  );

  /** Our own page or one that may embed us; a request without an origin is not from a page. */
  function checkOrigin(request: Request): void {
    const { origin } = request.headers;
    if (!origin || !judge.trusts(origin, request)) throw originRefused();
  }
}
