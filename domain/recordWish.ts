/** Whose records, or what of them, nobody gets in chat; each has its own lawful way (E43, rights §5.1). */
export type ForbiddenRecords = 'content' | 'authority' | 'employer' | 'secondary' | 'other';

const relatives =
  '老公|老婆|丈夫|妻子|爱人|配偶|前夫|前妻|男友|女友|男朋友|女朋友|爸|妈|父亲|母亲|父母|爷爷|奶奶|儿子|女儿|孩子|家人|哥|姐|弟|妹|朋友|同学|邻居|别人|他人|其他人';
const someone =
  'husband|wife|boyfriend|girlfriend|partner|ex|son|daughter|child|kid|mother|father|mom|mum|dad|parents?|brother|sister|friend|neighbou?r|roommate';

/** First match wins: content is refused whoever asks, an authority whatever it wants. */
const patterns: ReadonlyArray<readonly [ForbiddenRecords, RegExp]> = [
  [
    'content',
    /[短彩]信(?:的)?(?:具体)?内容|短信里?(?:写|说|发)了?(?:什么|啥)|(?:通话|电话)的?(?:内容|录音)|说了(?:什么|啥)|聊天(?:记录|内容)/u,
  ],
  [
    'content',
    /\b(?:content|text|body)s? of .*\b(?:texts?|sms|messages?)\b|\b(?:texts?|sms|messages?) (?:content|say|said)|\brecordings?\b/iu,
  ],
  [
    'authority',
    /警察|公安|民警|派出所|法院|检察|律师|\b(?:police|detective|court|prosecutor|lawyer|attorney)\b/iu,
  ],
  ['employer', /老板|员工|下属|同事|\b(?:boss|employees?|employer|colleagues?|staff)\b/iu],
  ['secondary', /副卡|\b(?:secondary|child) (?:sim|line|card)\b/iu],
  // Whom the customer called is in the customer's own records: “打给我老公的通话记录”.
  [
    'other',
    new RegExp(`(?<!(?:给|跟|和|与|向)我?的?)(?:${relatives})|(?<!其)[他她](?:的|手机|号)`, 'u'),
  ],
  [
    'other',
    new RegExp(
      `(?<!\\b(?:to|with|from|and) )\\bmy (?:${someone})\\b|\\b(?:some(?:one|body) else|another person|other people)\\b|\\b(?:his|her) (?:calls?|call|phone|records?|texts?|number)\\b`,
      'iu',
    ),
  ],
];

/** What a message asks for that nobody may have here, or undefined: then it is the customer's own. */
export function forbiddenRecords(text: string): ForbiddenRecords | undefined {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}
