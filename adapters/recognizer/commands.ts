import { normalise } from './features.ts';

/**
 * Whole messages that mean one thing whatever else is going on. Only the entire message counts: an
 * interruption must never fire on a word inside a longer sentence.
 */
const commands: Readonly<Record<string, readonly string[]>> = {
  cancel: [
    '取消',
    '算了',
    '不查了',
    '不要了',
    '退出',
    '停',
    '停止',
    '不用了',
    '不办了',
    '不问了',
    'cancel',
    'never mind',
    'nevermind',
    'stop',
    'quit',
    'exit',
    'forget it',
  ],
  help: ['帮助', '菜单', '帮帮我', '你能做什么', '功能', 'help', 'menu', 'help me', '?', '？'],
  talkToPerson: [
    '转人工',
    '人工',
    '人工客服',
    '人工服务',
    '真人',
    '客服',
    '找人工',
    '转人工客服',
    '我要人工',
    '我要转人工',
    '找真人',
    '我要真人',
    '转接人工',
    '转客服',
    '找人',
    '我要找人',
    '转工人',
    '转人公',
    'agent',
    'human',
    'person',
    'talk to a person',
    'talk to an agent',
    'talk to a human',
    'speak to a human',
    'speak to a person',
    'real person',
    'representative',
    'operator',
    'customer service',
  ],
  startOver: [
    '重新开始',
    '重来',
    '从头来',
    '重新来',
    '重置',
    'start over',
    'restart',
    'reset',
    'begin again',
  ],
  repeat: [
    '再说一遍',
    '重复',
    '再说一次',
    '重复一遍',
    '没听清',
    'repeat',
    'say that again',
    'again',
    'pardon',
  ],
  switchLanguage: [
    'english',
    'english please',
    '英文',
    '英语',
    '说英文',
    '说英语',
    '切换英文',
    '切换英语',
    '中文',
    '说中文',
    '切换中文',
    '普通话',
    'chinese',
    'chinese please',
    '切换语言',
    '换语言',
    'change language',
    'switch language',
    'switch to english',
    'switch to chinese',
  ],
  logOut: ['退出登录', '登出', '退出账号', 'log out', 'logout', 'sign out'],
};

const byText = new Map(
  Object.entries(commands).flatMap(([intent, texts]) =>
    texts.map((text) => [key(text), intent] as const),
  ),
);

function key(text: string): string {
  return normalise(text).replaceAll(' ', '') || text.trim();
}

/** The command a whole message is, if it is one. Trailing particles and punctuation do not matter. */
export function commandOf(text: string): string | undefined {
  return byText.get(key(text)) ?? byText.get(key(text).replace(/[吧啊呀哦嘛了]+$/u, ''));
}
