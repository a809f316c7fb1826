// The words customers answer a disclosure card with when they do not simply accept. None of these
// lists can make a consent: they only choose which refusal, answer or re-prompt comes next.

/**
 * One expression of many alternatives: Chinese in simplified characters without spaces between
 * them, English in lower case without apostrophes and only as whole words.
 */
export function oneOf(chinese: readonly string[], english: readonly string[]): RegExp {
  return new RegExp(`${chinese.join('|')}|\\b(?:${english.join('|')})\\b`, 'gu');
}

const wontDo =
  '办理?|要|用|买|订购?|开通?|换|改|升级?|弄|搞|整|确认(?:办理|退订)?|同意(?:办理)?|接受|考虑|继续|签|下单|行|好(?!意思)|可以(?:办理)?|是(?!不)|想|需要|愿意|打算';
const thing =
  '(?:这个|那个|这|新|它)?(?:套餐|业务|订单|服务|流量包|包|订购|申请)?(?:了|啦|咯|喽|掉){0,2}';
const order =
  '(?: (?:(?:the|this|my) (?:order|request|change)|it|this|that|everything|all of it))?';
const dont = '(?:i )?(?:(?:really )?(?:dont|do not)|wont|will not|would not|wouldnt)';
const soon =
  '(?:以后|之后|回头|下次|改天|改日|过几天|过两天|晚点|晚些|待会|等会|一会|有空|明天|下个?月)儿?';

/** Withdraws, when nothing else is said (rights §4.3). */
export const refusal = oneOf(
  [
    `(?<!不要?|别|没|不想|不能)(?:取消${thing}(?:办理)?|退出|停(?:下|止)?(?![机办])|撤销|撤回|放弃|终止)|拒绝(?:办理)?|反悔|后悔了?`,
    '算(?:了|啦|咯|球)|拉倒|不了|没兴趣|不感兴趣|免了|作罢|否|别(?=别|$)|不$|不(?=不)',
    `(?:不|别|甭|莫|唔|勿)(?:想|要|再|打算|准备|需要|愿意|能|给我)?(?:${wontDo})${thing}`,
    '不(?:退订?|停机?|复机)了|唔(?:要|使|办|系)(?:了|啦)?|不得行|要不得|不中|不成',
  ],
  [
    `(?:cancel|stop|abort|quit|exit|drop|undo|withdraw|decline|reject|refuse|terminate)${order}`,
    'no (?:way|thanks|thank you|thx|ty|deal|go|longer)|not for me|id rather not|rather not|not happening|dont bother',
    'no+|nope|nah|n|td|qx|not interested|never ?mind|nvm|forget (?:it|about it|this)|leave it',
    `${dont} (?:want|need|agree|accept|confirm|consent|order|proceed|do|buy|take|like|go ahead)${order}(?: any ?more)?`,
    'i (?:changed my mind|refuse|disagree)|i am not interested|im not interested|call it off|scrap (?:it|that)',
  ],
);

/** Wants time; the quote stands until it expires. */
export const hesitation = oneOf(
  [
    '等(?:等|下|一下|一等|会|一会|我|着)|稍等|稍候|慢着|慢点|且慢|先看看|看看再说|咪住',
    '(?:想|考虑|琢磨|合计|斟酌)(?:一下|想|考虑|琢磨|清楚|看|合计)|想一想|考虑考虑|容我|没(?:想好|决定|考虑好)',
    `(?:商量|问问|问一下)|${soon}(?:吧|$)|${soon}(?:再|才)(?:说|办|看|讲|弄|来|决定)|(?<!先.{0,6})再说吧?$|不(?:要着|用着|着|要)?急|(?:再|先|随便)看看|不忙|暂缓|先放着|先放一放`,
  ],
  [
    'wait(?: up| a \\w+)?|hold (?:on|up|it)|hang on|(?:one|a|just a|gimme a|give me a) (?:sec|second|moment|min|minute|while)',
    'let me (?:think|check|see|look|read|ask|consider|talk to|confirm with)(?: about it| it over| first)?|just (?:looking|browsing)|need (?:some |more )?time|brb|pause',
    'think (?:about it|it over)|not (?:now|yet|today|at the moment|right now)|(?:maybe )?later|another time|not ready|sleep on it',
  ],
);

/** A word of withdrawal that is meant as one even in a question: 不办了行吗. */
export const decided = oneOf(
  [
    '不(?:办|要|用|买|订|开|换|改|弄|搞|退|停|需要|想要|想办|升级|确认|同意|整)(?:理|订|机)?[了啦]',
    '不(?:想|打算|准备|愿意)(?:办|要|换|订|买|开|再|用|就|继续|改|升)|别(?:给我)?[办开订换]|算了|拉倒|反悔|后悔|拒绝',
    '没有?(?:订|办|开|同意|确认)过|不(?:同意|确认|接受)|先(?:不|别)|还是不|暂时?不|唔(?:要|使|办)|(?:我要|帮我|给我|请|全部)(?:取消|撤销)|莫办|甭办|确认取消',
  ],
  [
    `${dont} (?:want|agree|accept|confirm|consent|proceed|order|need)|(?:changed?|changing) my mind|never ?mind|forget it`,
    'no thanks|no thank you|not (?:now|yet|today)|(?:please|just|rather|want to|like to|ill|confirm) (?:cancel|stop)|dont do|do not do|not what i|(?:never|didnt|did not) (?:order|agree|confirm|ask)(?:ed)?',
  ],
);

/** A word of withdrawal unless the message is a question: 取消要钱吗 only asks. */
export const withdrawal = oneOf(
  [
    '取消|撤[销回]|终止|放弃|作废|退[出了货款掉]|停[止下了]|暂停|叫停|留着|保留原|维持原|用原来|不了|冇|不(?:划算|值|合适|喜欢|满意)|没必要|别$',
    '[不没别勿未甭莫唔](?:再|太|是|很|说|怎么|打算){0,3}[要想办用能行好可同确接愿打需开订买换改升退停签弄搞继让必]',
  ],
  [
    'no+|not|nothing|unable|dont|do not|wont|will not|cant|cannot|never|none|neither|nor|nope|nah|cancel|stop|abort|quit|withdraw|decline',
    'reject|refuse|undo|disagree|terminate|keep (?:it|my|the)|instead|drop it|isnt|doesnt|didnt|shouldnt|wouldnt|without',
  ],
);

/** Chinese and English for leaving a service: what a cancellation is about, a withdrawal elsewhere. */
export const leaving = oneOf(['退'], ['unsubscribe']);

/** What may mean the quote or, while a cancellation is quoted, the service. */
export const cancelling = oneOf(['取消'], ['cancel']);

/** Sounds like a withdrawal and is none. */
export const harmless = oneOf(
  [
    '不(?:要|用)?着急|没(?:问题|意见|关系|毛病|事|啥问题|什么问题|说的|办法|得说)|不(?:好意思|客气|要钱|要紧|用谢|错|限|管|但|仅|必客气|见不散)|可不是|不是(?:我的号|本人|机主)',
  ],
  [
    'no (?:problem|problems|prob|probs|worries|worry|rush|doubt|issue|issues|objection|objections|objections here|need to ask)',
    'no (?:contract|penalty|fees?|charges?|commitment|extra|hidden)|not (?:a problem|an issue|bad|only|(?:my|the) (?:number|line|phone|owner|account holder))|cant wait|why not|dont (?:worry|mind)|do not mind|non ?stop',
  ],
);

/** Does not know or is not certain. */
export const doubt = oneOf(
  [
    '不(?:太?确定|太?清楚|太?明白|太?懂|知道|晓得|太?放心|敢|一定|太?了解|太会)|[看听搞弄](?:不懂|不明白|没懂|不清)|没(?:太|怎么)?(?:看|听|搞|弄)?(?:懂|明白|清楚?|完)',
    '应该|可能|也许|大概|好像|说不定|犹豫|纠结|担心|怕|怀疑|疑问|骗|坑|太贵|贵了|有点贵|好贵|小贵|真的假的|不是说',
  ],
  [
    'not (?:so |really |quite |very |too |entirely |100 )?(?:sure|certain|clear|convinced)|unsure|(?:dont|do not|cant|didnt) (?:know|understand|get it|follow|see)',
    'confused|confusing|maybe|perhaps|probably|possibly|i guess|i suppose|i think so|kind of|sort of|h+m+|worried|doubt|expensive|pricey|scam|unclear|depends|might|seriously|really (?:yes|ok)',
  ],
);

/** Asks. */
export const question = oneOf(
  [
    '\\?|吗|么$|[办理认订行可]没$|呢|什么|怎么|怎样|咋|啥|多少|几(?:个|时|号|天|点|块|月|年|多)|哪|谁|为何|如何|是否|何时|多久|多长|多大|多贵',
    '(\\p{Script=Han})[不没唔]\\1|(?:能|可以|行|好|会|是|贵|划算|值)[^不]{0,4}不$|有没|算不算|能否|可否|点解|对吧|是吧|行吧\\?|说说|解释|讲讲|介绍|告诉我|想知道|想问',
  ],
  [
    'how|what|whats|when|why|which|where|who|whose|whether|explain|tell me|wondering|question|any (?:fee|fees|catch|penalty)|remind me',
    'do (?:i|you|we|they|these)|(?:is|are|was|does|did|can|could|will|would|should|am|may|have|has) (?:it|i|you|this|that|there|the|they|we|my|these)',
  ],
);

/** Would only if, or at another price: a counter-offer (Civil Code Art 488). */
export const condition = oneOf(
  [
    '如果|要是|假如|只要|除非|的话|前提|才(?:办|行|能|要|同意)|就(?:办|订|确认|同意|行|要|买)$|便宜|打折|优惠|折扣|降|减(?:点|免|一)|送(?:我|点|个)',
    '但是?|不过|可是|只是|然而|先(?:试|体验|用|免费|开|让|把|帮|退|给)|再(?:确认|办|付|交|说)|换成|改成|改为|少(?:点|一点|收)|只(?:要|办|订|开)|不然',
  ],
  [
    'if|unless|provided|providing|as long as|only|but|however|though|although|except|until|till|once|after|before|first|otherwise|on condition',
    'cheaper|discounts?|lower|better (?:price|deal|offer)|deal|throw in|free trial|try it|half|less|instead of|waive|reduce|knock off|match',
  ],
);
