import { isWholly, plainWords, says } from './plainWords.ts';
import { saysWhen, withoutWhen } from './timeWords.ts';

// The way to a person must not hang on a recogniser (§9.1): these words open it from any state, as a
// whole message. None of them is a yes, so they may be heard before an open quote is.

/** Who is wanted; with misspellings as phones and hurried fingers make them: 转人功, 人工克服. */
const person =
  /人工(?:台|线)?|[转砖传]仁工|人[功公](?!司)|真人|活人|客服|克服|[坐座]席|工作人员|话务员|经理|(?<=[找叫换来]你?们?[个位]?)人|(?<=有没?有?)人(?=吗|$)|(?<=^|[找叫])人(?=呢)|human(?: being)?|real person|person|agents?|agnet|representative|operator|some(?:body|one) real|customer service/gu;
/** What may stand beside it and changes nothing. */
const beside =
  /转接|[转砖传]|接[通入]?|我们?|你们的?|想|要|需要|直接|马上|立刻|赶紧|赶快|快点?|麻烦|给|帮|找|叫|换|来|请|一?[个位名]|有没有|服务|人员|说话|聊聊?|说|跟|和|能不能|可以|可不可以|能|吗|吧|啊|呀|了|呢|谢谢|\b(?:can|could|may|i|we|want|need|would|like|d|wanna|let|me|please|get|give|put|connect|transfer|speak|talk|chat|to|with|the|an?|some|real|live|actual|now|through|thanks|is|there|us|help|from|you|your|of)\b/gu;

/** “转人工”, “我要真人”, “人工客服”, “agent”: a person is wanted, and nothing else is said. */
export function asksForPerson(text: string): boolean {
  const said = plainWords(text).replaceAll('?', ' ').replaceAll('轉', '转').trim();
  if (said.length > 60 || /不[要用想]|别|无需|\b(?:don ?t|not|no)\b/u.test(said)) return false;
  // Who is upset need not leave out that they are: “气死我了，转人工”.
  const rest = said.replace(person, '#').replace(distress, '');
  return rest.includes('#') && rest.replace(beside, '').replaceAll('#', '').trim() === '';
}

const leaving =
  /(?:(?:结束|退出|不要|不用|取消|停止|关闭)(?:转)?(?:人工|真人|客服)(?:服务|客服)?|(?:回到|返回|转回|换回|还给)(?:智能)?(?:助手|机器人|小助手)|不(?:想)?等了|不排(?:队)?了|别等了|(?:back|return) to (?:the )?(?:assistant|bot)|(?:stop|end|leave|cancel) (?:the )?(?:chat with the agent|waiting|queue|agent chat)|(?:i )?(?:do ?n ?t|wont|no longer) (?:want to )?wait(?: any more| any longer)?)/gu;

/** “不等了”, “结束人工服务”, “回到智能助手”: the customer leaves the queue or the agent. */
export function leavesPerson(text: string): boolean {
  return isWholly(plainWords(text).replaceAll('?', ''), leaving);
}

const callBack = '(?:回(?:个)?电话?|(?:给我)?打(?:回来|电话)|来电)';
const changing = new RegExp(
  `(?:我?(?:想|要)?(?:换|改)(?:一?下|个|到)?(?:别的|其他)?(?:${callBack}的?)?(?:时间|时段)|改约|改期|${callBack}(?:的)?时间(?:换|改)(?:一?下|个)?|(?:change|move|reschedule)(?: the| my)?(?: time| call(?: ?back)?| time of the call| appointment)?)`,
  'gu',
);
const withdrawing = new RegExp(
  `(?:(?:取消|撤销|不用|不要|不需要|别)(?:再|给我|了)*(?:这个|那个|预?约的)?(?:${callBack}|预约|约)(?:预约)?|(?:cancel|do ?n ?t need|no)(?: the| my)? (?:call ?back|ring ?back|call|appointment))`,
  'gu',
);

/** What is said about a ring-back that is booked: “换个时间”, “取消回电”; as a whole message, never a yes to anything. */
export function aboutCallback(text: string): 'change' | 'withdraw' | undefined {
  const said = plainWords(text).replaceAll('?', '');
  if (isWholly(said, withdrawing)) return 'withdraw';
  return isWholly(said, changing) ? 'change' : undefined;
}

const askingCall =
  /(?:请|麻烦|能不能|可以|我要|我想|想要)*(?:让?(?:人工|客服|真人|你们)?(?:给我|帮我)?(?:约个?)?(?:回(?:个)?电话?|打(?:个)?电话(?:给我|过来)?)|预约(?:人工)?回电)|(?:please )?(?:can (?:you|someone|somebody) )?(?:call|ring|phone) me(?: back)?|(?:book|schedule)(?: me)? a call(?: ?back)?/u;

/** What may stand beside a time or the wish for a call and changes nothing. */
const besideCall =
  /我|你们?|您|请|等不了|不(?:想)?等了?|没(?:时间|空|工夫)等?|太慢了?|现在|(?:在|很)?忙|就|那就?|吧|行|好的?|可以|能|吗|呢|的?(?:时候|时段|左右|之前|前后)|打(?:给|来)?|给|再|约|在|改到|换到|改成|换成|半|\b(?:at|on|in|the|around|about|please|ok|okay|then|make it|change it to|me|is|fine|good|works|would|be|call|can|you)\b/gu;

/**
 * “明天下午三点给我回电”: a call is wanted, with what is said of when; `when`: “明天下午三点”, nothing but a
 * time. Undefined: more is said than that, and it is something else.
 */
export function callWish(text: string): 'call' | 'when' | undefined {
  if (text.length > 60 || /不[要用]|不想(?!等)|别|\b(?:don['’]?t|not)\b/iu.test(text))
    return undefined;
  const said = plainWords(withoutWhen(text.toLowerCase())).replaceAll('?', ' ');
  const asks = says(said, askingCall);
  const rest = said.replace(askingCall, ' ').replace(besideCall, ' ').trim();
  if (rest !== '') return undefined;
  return asks ? 'call' : saysWhen(text) ? 'when' : undefined;
}

const elder =
  /(?:我|本人)(?:都|已经)?(?:是|今年)?(?:个)?(?:老人家?|老年人|老头|老太太|[六七八九]十多?岁|[6-9]\d ?(?:多)?岁)|(?:眼睛|眼)(?:花|看不清)|看不清(?:字|屏幕)|耳朵?(?:背|聋)|i (?:am|m) (?:an? )?(?:elderly|old (?:man|woman|person)|senior|pensioner|blind|deaf)/u;

/** “我是老人”, “看不清字”: people first, and no menu (§9.1: 65+, 无障碍环境建设法 34). Age is never asked. */
export function saysElder(text: string): boolean {
  return says(plainWords(text), elder);
}

const distress =
  /气(?:死|炸|疯)|急(?:死|疯)|(?:受|忍)(?:不了|够了)|崩溃|投诉你|骗(?:子|人|钱)|坑(?:人|钱|爹)|黑心|垃圾|混蛋|他妈|妈的|操你|滚(?:蛋|开)|^滚$|救命|怎么办啊|没完没了|太过分|欺负人|scam|fraud|furious|outrage|ridiculous|useless|bullshit|fuck|damn|fed up|sick of|desperate|crying|help me/u;
const shouting = /[!！]{3,}|[?？]{4,}/u;

/** The customer is angry or at a loss: a person is offered without being asked for (§9.1). */
export function soundsDistressed(text: string): boolean {
  return shouting.test(text) || says(plainWords(text), distress);
}

const transcript =
  /(?:我要|我想|给我|请|帮我|导出|下载|查看|看|要|查)*(?:这次|本次|刚才|我们|我)?的?(?:对话|聊天|会话|通话聊天)(?:的)?(?:记录|内容)(?:发我|给我)?|(?:can i (?:have|get) |send me |show me |i want |download )?(?:the |a |my |this )?(?:chat |conversation )?transcript|(?:the |my |this )?(?:chat|conversation) (?:history|record)/gu;

/** “对话记录”, “transcript”: what was said here is wanted as a paper; to have it deleted is another wish. */
export function asksForTranscript(text: string): boolean {
  return isWholly(plainWords(text).replaceAll('?', ''), transcript);
}
