import { oneOf, question } from './confirmationWords.ts';
import { isWholly, plainWords, says } from './plainWords.ts';

// How people mend a conversation: they correct, go on from what was said, ask why, want it plainer.
// Nothing here can be a consent; it only chooses what is answered next.

/** What a message says in place of what was understood. */
export interface Correction {
  /** The words that count: “上个月” of “不是，我说的是上个月”. */
  readonly words: string;
  /** Leaves what was going on: “算了，查余额吧”. */
  readonly drops: boolean;
}

const mark = '[,，。.;；:：!！、\\s-]';
const wrongChinese =
  '(?:不是(?:的|啦|呀|吧)?(?:这个|那个|这样)?|不对|(?:我|你|您)?(?:说|打|写|弄|搞|听|看|理解)?错(?:了|啦)|哦?不)';
const meantChinese =
  '(?:我(?:刚才|刚刚)?(?:说|问|指|讲|要|想要|想问|想查|要查|查|看)的(?:是|应该是)|我是(?:说|问|想问|想查|要查|想看)|我的意思是|应该是|其实是)';
const wantChinese = '(?:我(?:要|想)的是|我要(?![查看问])|要的是|是要|而是|是)';
const wrongEnglish =
  "(?:no+|nope|nah|sorry|oops|wait|actually|wrong(?: one)?|not that(?: one)?|that['’]?s (?:not (?:it|right|what i (?:meant|asked|said|wanted))|wrong))";
const meantEnglish =
  '(?:(?:what )?i (?:meant?|said|asked(?: about| for)?|was asking(?: about| for)?|wanted|was talking about)(?: to (?:say|ask(?: about)?|see|know))?|make (?:that|it)|(?:it )?should be|rather)';

/** First match first; the words that count are in the group. */
const corrections: readonly RegExp[] = [
  // “不是10月，是9月”; “not October, September”
  new RegExp(`^不是[^,，。]{1,12}?${mark}*(?:${meantChinese}|而是|是)(?<words>.+)$`, 'iu'),
  /^(?:我(?:说|问|要)的)?是(?<words>[^,，。]{1,12}?)[,，\s]*不是.{1,12}$/u,
  new RegExp(
    `^(?:no${mark}+)?not (?:the )?[^,;]{1,30}?(?:${mark}*\\b(?:but|i meant?|it['’]?s|rather)|[,;])\\s+(?<words>.+)$`,
    'iu',
  ),
  new RegExp(`^${wrongChinese}${mark}*${meantChinese}${mark}*(?<words>.+)$`, 'iu'),
  new RegExp(
    `^${wrongChinese}(?:${mark}+${wrongChinese})?[,，。.;；!！、\\s]+${wantChinese}?(?<words>.+)$`,
    'iu',
  ),
  new RegExp(`^${meantChinese}(?<words>.+)$`, 'u'),
  new RegExp(
    `^${wrongEnglish}(?:${mark}+${wrongEnglish})?${mark}+${meantEnglish}\\s+(?<words>.+)$`,
    'iu',
  ),
  new RegExp(`^${wrongEnglish}\\s*[,.;:!-]${mark}*(?<words>.+)$`, 'iu'),
  new RegExp(`^${meantEnglish}\\s+(?<words>.+)$`, 'iu'),
  /^(?<words>.{2,40}?),? (?:i meant?|instead)[.!]?$/iu,
];

/** Leaves one thing for another. */
const drops =
  /^(?:算了|算啦|不查了|不看了|不问了|不用了|先不(?:查|看|问)了?|取消|cancel|never ?mind|forget (?:it|that)|leave (?:it|that))[,，。.;；!！、\s]+(?<words>.+)$/iu;

/** Reads a correction out of a whole message; undefined when it corrects nothing. */
export function correctionIn(text: string): Correction | undefined {
  const said = text.normalize('NFKC').trim();
  const dropped = drops.exec(said)?.groups?.words;
  if (dropped !== undefined) return { words: dropped, drops: true };
  for (const pattern of corrections) {
    const words = pattern.exec(said)?.groups?.words?.trim();
    if (words) return { words, drops: false };
  }
  return undefined;
}

const denial = new RegExp(
  `^(?:${wrongChinese}${mark}*)+(?:吧|呀|啊)?[。.!！?？]*$|^(?:${wrongEnglish}${mark}*)+$`,
  'iu',
);

/** Says that it was wrong, and nothing of what would be right. */
export function isDenial(text: string): boolean {
  const said = text.normalize('NFKC').trim();
  return (
    denial.test(said) && !/^(?:sorry|oops|wait|actually|no+|nope|nah|哦?不+)[^\p{L}]*$/iu.test(said)
  );
}

const elliptic: readonly RegExp[] = [
  /^(?:哦|嗯|好)?[,，\s]*那么?(?![个些边里样天时儿])(?<words>.{1,14}?)的?(?:呢|怎么样|咋样|的话)?[?？!！。]*$/u,
  /^(?<words>.{1,14}?)的?呢[?？]*$/u,
  /^(?:ok(?:ay)?[, ]+|so |then )?(?:and )?(?:what|how) about (?:for |in |on )?(?:the |my )?(?<words>.{1,40}?)(?: then| instead)?[?.]*$/iu,
  /^and (?:for |in |on )?(?:the |my )?(?<words>.{1,30}?)[?.]*$/iu,
];

/** What a question names that leaves the rest to the conversation: “那这个月呢” → “这个月”. */
export function ellipsisIn(text: string): string | undefined {
  const said = text.normalize('NFKC').trim();
  for (const pattern of elliptic) {
    const words = pattern.exec(said)?.groups?.words?.trim();
    if (words) return words;
  }
  return undefined;
}

const why = oneOf(
  [
    '(?:这|那|它)?(?:到底)?(?:是|又是)?(?:为什么|为啥|为何|凭什么|点解)(?:会|要|不)?(?:这么|那么|这样|那样|如此)?(?:多|少|贵|高|低|行|能办?|可以|让办|给办|是)?',
    '(?:这|那)?(?:是)?(?:怎么回事|咋回事|什么原因|啥原因|什么道理|怎么会)',
    '(?:怎么|咋)(?:会)?(?:这么|那么|这样)(?:多|少|贵|高|低)?|(?:怎么|咋)(?:就)?不(?:行|能办?|可以|让办|给办)',
  ],
  [
    'why(?: so (?:much|high|little|low|expensive|many)| not| cant i| can i not| is (?:it|that|this)(?: so \\w+)?| was (?:it|that|i) \\w+)?',
    'y (?:so (?:much|high|hi|little|low|expensive|many)|is (?:it|that|this)(?: so \\w+)?)',
    'how come|(?:whats|what is) the reason|for what reason',
  ],
);

/** Asks for the reason of what was said last, and names nothing itself. */
export function asksWhy(text: string): boolean {
  return isWholly(plainWords(text).replaceAll('?', ' ').trim(), why);
}

const plainer = oneOf(
  [
    '(?:你?(?:说|讲|发)的?些?(?:都是|是)?(?:啥子?|什么|么子)(?:哦|啊|呀|嘛)?[ ,，]*)?(?:我)?(?:还是)?(?:看|听|搞|弄)?(?:没|不)(?:太|怎么|大|很)?(?:看|听|搞|弄)?(?:懂|明白|清楚)(?!楚)',
    '(?:能不能|能|可以|可不可以|请|麻烦)?(?:再)?(?:给我)?(?:说|讲|解释)(?:得|的)?(?:再)?(?:简单|通俗|直白|明白|清楚|直接|短)(?:一?点儿?|些|一下)?(?:吗)?',
    '简单(?:一?点儿?|地)?(?:说|讲|来说)?(?:吗)?|换(?:个|种)说法|(?:能|可以)?说人话(?:吗)?|(?:这|那)?(?:是)?(?:什么|啥)意思|(?:太|好)(?:复杂|长|绕|啰嗦)',
  ],
  [
    '(?:sorry )?(?:i )?(?:still )?(?:dont|do not|didnt|did not|cant|cannot) (?:really |quite )?(?:understand|get it|get that|get this|follow|follow you|follow that)(?: (?:it|that|this))?',
    '(?:its |this is |that is |thats )?(?:too|so) (?:complicated|long|confusing|much text)',
    '(?:(?:can|could) you )?(?:please )?(?:say|explain|put) (?:it |that |this )?(?:again )?(?:more )?(?:simply|simpler|plainly|differently|another way|in (?:simple|simpler|plain|plainer|other|fewer) (?:words|terms|english|language))',
    '(?:make it |be )?(?:simpler|shorter|plainer)|in (?:plain|simple) (?:english|words|terms)|rephrase(?: that| it)?|what (?:do you mean|does (?:that|this|it) mean)',
  ],
);

/** Did not understand, or wants it simpler, and says nothing else. */
export function asksPlainer(text: string): boolean {
  return isWholly(plainWords(text).replaceAll('?', ' ').trim(), plainer);
}

const leaves =
  /^(?:请|麻烦|千万|先|你)*(?:不要|别|不用|不许|不能|勿)(?:再|帮我|给我|把|乱)*(?:取消|退订|退掉|停机|停掉|停|换|改|动|注销).{0,14}$|^(?:please |pls )?(?:do not|don['’]?t|never) (?:cancel|stop|suspend|change|touch|remove)\b.{0,40}$/iu;

/** Wants something left as it is: “不要取消我的套餐” cancels nothing. */
export function wantsNothingChanged(text: string): boolean {
  return leaves.test(
    text
      .normalize('NFKC')
      .trim()
      .replace(/[。.!！~]+$/u, ''),
  );
}

const changing =
  /[订退换改开办停复撤买升降]|取消|续|order|subscri|cancel|chang|switch|suspend|resum|undo|buy|upgrad|downgrad|remov|stop/iu;

/** Whether a change is asked for in so many words: a name alone, “来电显示”, asks for none. */
export function asksForChange(text: string): boolean {
  return changing.test(text.normalize('NFKC'));
}

/** Whether it asks rather than wants: “会停机吗”. */
export function isQuestion(text: string): boolean {
  return says(plainWords(text), question);
}

const negation = /[不别没勿未莫]|\b(?:no|not|don['’]?t|never|without)\b/iu;

/** Whether a no is anywhere in it: then a word of command in it is none. */
export function isNegated(text: string): boolean {
  return negation.test(text.normalize('NFKC'));
}
