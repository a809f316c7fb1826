import { oneOf } from './confirmationWords.ts';

// What else is said to a disclosure card: too soft a yes, somebody else's, one for ever, about codes.

/** Agrees in words that are not the phrase on the card: answered by printing it (rights §4.3). */
export const softYes = oneOf(
  [
    '(?<![你您])好(?:的|滴|嘞|哒|呀|啊|吧|啦|咧)?|行(?:吧|呀|啊|的|嘞)?|嗯|可以(?:的)?|是的?|对(?:的)?|中|要得|得行|巴适|系|得咗?|冇问题|成交?|妥|没(?:问题|意见|毛病)|当然|必须(?:的)?|不错|没错|正确|随便|无所谓|都行',
    '(?:我)?(?:都)?(?:同意|确认|确定|接受|认可|愿意|需要|要|想要|明白|了解|知道|收到|清楚|知晓|知情|看好|看完|看过|看明白|看清楚|想好|阅读(?:完毕)?)(?:并|了|后)?|已经?',
    '(?:我要|帮我|给我|就|立即|马上|赶紧|赶快|快点?|直接|现在|可以|那)?(?:办理?|下单|订购?|订|开通?|换|升级|整|搞|弄|买|安排|提交|继续|执行|生效|选)(?:了|吧|上)?',
    '就(?:这个|这样|它|这么办|按这个|是这个|要这个)|(?:这个|新)?(?:套餐|业务|流量包|包|订单|费用|条款|协议|资费|内容|以上|上述)|下一步|确(?:认|人|任|仍|认定)[办班半伴][理里力李利]',
    '停机|复机|恢复|退掉?',
  ],
  [
    '1|y|ye|yes|yep|yeah|yup|ya|sure(?: thing)?|ok|okay|okey|k|kk|oki|okie|okey dokey|yes+|alright|all right|right|correct|fine|good|great|perfect|cool|nice|awesome|excellent|absolutely|definitely|of course|certainly',
    'i (?:do|am|accept|agree|consent|approve|understand|confirm|want it|am sure|am in)|im (?:sure|in|happy)|agreed?|accept(?:ed)?|approved?|confirm(?:ed)?|confirming|go(?: ahead| on| for it)?|proceed|continue|do it|lets go|lets do it',
    'sounds good|looks good|works for me|that works|happy with (?:it|that)|got it|understood|no problem|no worries|no objections?|not a problem|not bad|why not|deal|done|order(?: it| now)?|sign me up|ill take it|i want (?:it|this)|subscribe|buy(?: it)?|submit|activate|confrim|cofnirm|comfrim|queren ?banli|queren|haode|qrbl',
  ],
);

/** Names what a yes may be said to, and is none by itself: “我的协议” asks for agreements. */
export const thing = oneOf(
  ['(?:这个|新)?(?:套餐|业务|流量包|包|订单|费用|条款|协议|资费|内容|以上|上述)'],
  ['(?:this|that|the|my|new)? ?(?:plan|offer|fee|terms|agreement|price|quote)'],
);

/** Says nothing by itself: politeness, fillers, particles. */
export const trimming = oneOf(
  [
    '还是|暂时|那什么|那么|那个|就是|然后|其实|现在|真的|这个|一下|谢谢你?您?|谢了|多谢|麻烦|不好意思|抱歉|对不起|拜托|辛苦|帮我|给我|请|亲',
    '[嗯呃额啊哦噢喔唉哎诶哟吧了啦呗嘛呀哈嘿呵哒滴的咯喽嘞那就还我咱俺你您先这它都们也]|老师|小姐姐|师傅|帅哥|美女',
  ],
  [
    'please|pls|plz|thanks|thank you|very much|thx|ty|sorry|um+|uh+|er+|erm|well|oh|ah|so|then|just|it|this|that|the|now|actually|i|id|im|me|for me|with it|with that|with this|and|like|want|to|like to|want to|lets|sir|mate|bro|dear|lol|haha|hey|hi|hello|my friend|you|all',
  ],
);

const kin =
  '(?:爸|妈|老爸|老妈|爸爸|妈妈|父亲|母亲|爹|娘|爷爷|奶奶|外公|外婆|姥姥|姥爷|老公|老婆|媳妇|对象|丈夫|妻子|孩子|儿子|女儿|闺女|哥|姐|弟|妹|哥哥|姐姐|朋友|同事|室友|领导|老板|家人|家里人|亲戚|男朋友|女朋友|机主|别人|他|她|舅舅|叔叔|阿姨|公公|婆婆)们?';
const relative =
  '(?:mum|mom|mother|dad|father|wife|husband|son|daughter|brother|sister|friend|boss|kid|kids|parents|grandma|grandpa|grandmother|grandfather|partner|girlfriend|boyfriend|roommate|colleague|uncle|aunt|child|family|neighbou?r|flatmate)';

/** Speaks for somebody else, or tells what somebody else said. */
export const otherPerson = oneOf(
  [
    `(?:帮|替|代|给|为)(?:我|我家|咱|俺|我们)?${kin}|(?:我|咱|俺)?${kin}(?:的(?:号|卡|手机|套餐)|也?都?(?:说|让|叫|同意|确认|答应|要|想|委托|觉得|授权|看过))`,
    '不是(?:我的号|本人|机主|我本人)|代(?:办|理人|为办理)|机主(?:不在|是)|我(?:只)?是(?:他|她|机主)的?|客服(?:说|让|叫)|别人让我|本人不在',
  ],
  [
    `(?:for|on behalf of) (?:my|his|her|our|their|a|the) ?(?:\\w+ )?${relative}|on behalf|my (?:\\w+ )?${relative}(?:s)? (?:said|says|agrees?|agreed|confirms?|confirmed|wants?|told|asked|approved|is ok|is fine|phone|line|number|plan|will|would)`,
    '(?:he|she|they) (?:said|says|told|agreed?|agrees|confirms?|confirmed|wants?|approved)|not (?:the|my) (?:owner|number|account holder|line)|account holder|(?:im|i am) (?:his|her|their|doing this for|not the)|for (?:him|her|them|someone else|somebody else)',
  ],
);

/** Would agree to whatever comes (rights §4.3: no standing consent). */
export const forEver = oneOf(
  [
    '(?:以后|今后|往后|下次|每次|每回|永远|一直|将来|之后|所有|全部|一律)(?:的|我|都|就|也|凡是|遇到|再有|有){0,4}(?:业务|套餐|这种|这类|这样|订单|变更)?(?:的|我|都|就|也|默认|给我|帮我|替我|你|您){0,4}(?:自动|直接|默认|都算|当我|当作|一律|不用(?:再|每次)?(?:问|确认|让)|别(?:再|每次)?问|都?(?:同意|确认)|你(?:定|做主|决定))',
    '自动(?:确认|同意|帮我|办理|通过|续着)|(?:不用|不必|别|不要|无需)(?:再|每次|每次都|次次)(?:问|确认|让我|来问)|默认(?:同意|确认|我)|你(?:帮我|替我)?(?:做主|全权)|全权',
  ],
  [
    '(?:always|auto(?:matically)?|in future|in the future|from now on|every time|each time|forever|permanently|henceforth|going forward) ?(?:just |please )?(?:confirm|accept|agree|approve|say yes|yes|do it|order|proceed|consent|go ahead)\\w*',
    '(?:confirm|accept|agree|approve|yes|ok|consent|do (?:it|this))(?: \\w+){0,4} (?:from now on|always|automatically|every time|in (?:the )?future|forever|going forward|next time)',
    '(?:dont|do not|never|stop|no need to) (?:ask|asking|bother asking|prompt)(?: me)?(?: again| every time| each time)?|auto ?(?:confirm|accept|renew everything)|standing (?:consent|order|permission)|blanket (?:consent|approval)|you decide for me',
  ],
);

/** Hands a code over, or is told to: nobody but the customer enters one (anti-fraud). */
export const codeShared = oneOf(
  [
    '(?:验证码|码|短信)(?:我)?(?:已经|都|就)?(?:发|给|告诉|转|念|报)(?:你|您|给|了你|过去|他|她|客服)|(?:验证码|码).{0,12}(?:你|您|帮我|替我|代)(?:来|自己|直接){0,3}(?:填|输|写|弄|念)',
    '(?:你|您)(?:来|帮我|替我|直接|自己){0,3}(?:填|输|写)(?:一下|入|上)?(?:这个|那个)?(?:验证码|码)|帮我(?:填|输入?)(?:一下)?(?:这个|那个)?(?:验证码|码)|(?:客服|他|她|有人|对方|别人|朋友)(?:让|要|叫|问)我.{0,9}(?:验证码|码)|(?:别人|他|她|我爸|我妈|老公|老婆|朋友)(?:的|收到的)(?:验证码|码)',
  ],
  [
    'you (?:can |please |could )?(?:fill|enter|type|put|input|use|submit)(?: \\w+){0,3} (?:code|otp|pin)|(?:fill|enter|type|put|input)(?: \\w+){0,3} (?:code|otp|pin)(?: \\w+)? for me',
    '(?:sent|gave|texted|forwarded|send|give|read|tell|told)(?: \\w+){0,2} (?:you|him|her|them|agent)(?: \\w+){0,2} (?:code|otp|pin)|(?:sent|gave|forwarded|send|give)(?: \\w+){0,2} (?:code|otp|pin)(?: \\w+)? to (?:you|him|her|them|the agent)|(?:someone|somebody|he|she|they|man|caller|agent)(?: \\w+){0,3} (?:asked|asks|wants|asking)(?: \\w+){0,4} (?:code|otp|pin)|(?:his|her|their|someone elses|somebody elses|my \\w+s) (?:code|otp)',
  ],
);

/** The code has not come, or has to come again. */
export const codeMissing = oneOf(
  [
    '(?:没|没有|未|还没|一直没|收|接)(?:收到|有收到|接到|不到|来|有来|看到|到)(?:验证码|短信|码|信息|消息|$)|(?:验证码|短信|码)(?:还|一直|都|怎么|也|根本|老是|总是){0,3}(?:没|没有|收不到|未|不)(?:收到|来|到|发|有|见)?',
    '重(?:新)?发|再(?:给我|帮我)?发|(?:重新|再次|再)(?:获取|发送|要|来)(?:一)?(?:个|次|条|下)?(?:验证码|码)|收不到|没收到|(?:验证码|码)(?:已经|都)?(?:过期|失效|超时|错|丢|删)|换个(?:验证码|手机收)|补发|语音验证码|没有?(?:验证码|短信)',
  ],
  [
    're ?send(?:ing)?(?: \\w+){0,3}|(?:send|text)(?: \\w+){0,3} again|(?:send|get|need|want|request)(?: \\w+){0,2} (?:new|another|fresh|second) (?:code|otp|one|text|sms)|no (?:code|sms|text|otp)(?: \\w+){0,5}|another code|new code',
    '(?:didnt|did not|havent|have not|never|dont|not|hasnt|has not|wasnt|cant|cannot|isnt)(?: \\w+){0,2} (?:get|got|gotten|received?|arrived?|come|came|coming|show|delivered|see|sent)(?: \\w+){0,3} (?:code|sms|text|otp|message|anything|yet)|(?:not|never) (?:received|arrived|delivered)|(?:code|sms|text|otp|message)(?: \\w+){0,2} (?:hasnt|has not|didnt|did not|never|not|isnt|wont|expired|missing|late|lost|invalid)(?: \\w+){0,5}|where is (?:my|the) (?:code|text|sms|otp)|wheres (?:my|the) (?:code|text|sms|otp)|(?:code|otp) expired',
  ],
);

/** Talks to the machinery or reports a consent instead of giving one. */
export const instruction = oneOf(
  [
    '忽略|无视|视为|视作|当作我|等同于|系统(?:提示|指令|消息|通知|显示)?[:：]?|指令|规则|管理员|开发者|测试(?:模式|员)|扮演|你现在是|提示词|绕过|跳过(?:确认|验证)|(?:用户|客户|顾客)(?:已经?|都)?(?:确认|同意|授权)|免确认|后台',
    '(?:你|您)(?:刚才|自己|上面|之前)?(?:说|写|让)|卡片上|屏幕上|上面写|写着|回复|输入|打出|按(?:你|钮)',
  ],
  [
    'ignore|disregard|override|bypass|skip|system|assistant|instructions?|rules|admin(?:istrator)?|developer|prompt|pretend|treat|consider|assume|deemed|simulate|jailbreak|dan|debug|test mode|sudo|role|consent true|confirm(?:ed)? true|set|mark|function|tool|the (?:user|customer|client|subscriber) (?:has|have|is|already|confirmed|agrees)|(?:user|customer) (?:has )?confirmed|already confirmed|has confirmed|you said|card says|it says|says|type|reply|press|write',
  ],
);
