import assert from 'node:assert/strict';
import { commandOf } from '../../adapters/recognizer/commands.ts';
import { createEmbeddedRecognizer } from '../../adapters/recognizer/embedded.ts';
import { ownModelFile } from '../../adapters/recognizer/modelFile.ts';
import { loadProject } from '../../adapters/recognizer/project.ts';

type Said = ReadonlyArray<readonly [text: string, intent: string]>;

/** Typed by sound, with the wrong characters; none of it is an example that the recogniser learns from. */
const byEar: Said = [
  ['查下画费', 'checkBill'],
  ['刘量还胜多少', 'checkUsage'],
  ['我的流凉够不够', 'checkUsage'],
  ['上个月的帐弹', 'checkBill'],
  ['余鹅还有多少', 'checkBalance'],
  ['我要换淘参', 'changePlan'],
  ['桃餐太贵了换个便宜的', 'changePlan'],
  ['帮我重话费五十', 'payBill'],
  ['给我冲值', 'payBill'],
  ['我要找人公客服', 'talkToPerson'],
  ['专人工', 'talkToPerson'],
  ['我要头诉', 'complain'],
  ['投素处理的怎么样了', 'complaintStatus'],
  ['手几丢了停机', 'suspendLine'],
  ['帮我听机', 'suspendLine'],
  ['要付机，手机找到了', 'resumeLine'],
  ['没新号', 'reportFault'],
  ['上步了网', 'reportFault'],
  ['合月什么时候到期', 'checkContract'],
  ['违约斤多少', 'checkContract'],
  ['退丁会员', 'cancelService'],
  ['彩林关掉', 'cancelService'],
  ['开个刘量包', 'orderAddOn'],
  ['我想订购试频会员', 'orderAddOn'],
  ['携号专网', 'portOut'],
  ['扑克码是多少 解锁卡', 'showPuk'],
  ['别发广高短信', 'marketingOff'],
  ['我的地止是什么', 'showAddress'],
  ['改一下油箱，登记的写错了', 'correctContact'],
  ['解帮微信', 'unbindWechat'],
  ['香单给我看看', 'itemisedRecords'],
  ['通话纪录', 'itemisedRecords'],
  ['谁看过我的相单', 'accessLog'],
  ['导处我的数据', 'exportMyData'],
  ['珊除我的聊天记录', 'deleteMyData'],
  ['有什么工告', 'readAnnouncements'],
  ['电子和同在哪看', 'getAgreement'],
  ['为啥口我钱', 'explainCharge'],
  ['多扣费圆因', 'explainCharge'],
  ['比教一下79和99', 'comparePlans'],
  ['最便以的套餐多少钱', 'checkPrice'],
  ['我订了那些业物', 'checkSubscriptions'],
  ['我的定单到哪了', 'checkOrders'],
  ['推出登录', 'logOut'],
];

/** Typed in pinyin, with and without gaps. */
const inPinyin: Said = [
  ['cha huafei', 'checkBill'],
  ['liuliang sheng duoshao', 'checkUsage'],
  ['wo yao huan taocan', 'changePlan'],
  ['yu e duo shao', 'checkBalance'],
  ['zhuan ren gong', 'talkToPerson'],
  ['wo yao tousu', 'complain'],
  ['shouji diu le tingji', 'suspendLine'],
  ['mei xinhao', 'reportFault'],
  ['tuiding huiyuan', 'cancelService'],
  ['kai ge liuliang bao', 'orderAddOn'],
  ['weiyuejin duoshao', 'checkContract'],
  ['xie hao zhuan wang', 'portOut'],
  ['wei sha kou wo qian', 'explainCharge'],
  ['chong hua fei 50', 'payBill'],
  ['xiang dan', 'itemisedRecords'],
  ['ni hao', 'greet'],
  ['xie xie', 'thank'],
  ['jie bang weixin', 'unbindWechat'],
  ['shang ge yue zhangdan', 'checkBill'],
  ['fu ji', 'resumeLine'],
];

describe('what is typed by ear', function () {
  this.timeout(180_000);
  const project = loadProject();
  const threshold = project.metadata.settings.confidenceThreshold;
  let understand: (text: string) => Promise<string>;

  before(async () => {
    const recognizer = await createEmbeddedRecognizer({ project, modelFile: ownModelFile });
    understand = async (text) => {
      const { intent, confidence } = await recognizer.recognize(text, {
        language: 'zh-CN',
        today: '2026-11-24',
      });
      return confidence < threshold ? 'None' : intent;
    };
  });

  async function misunderstood(said: Said): Promise<string[]> {
    const wrong: string[] = [];
    for (const [text, intent] of said) {
      assert.equal(commandOf(text), undefined, `${text} is a command, and proves nothing`);
      const found = await understand(text);
      if (found !== intent) wrong.push(`${text}: ${intent} → ${found}`);
    }
    return wrong;
  }

  it('is understood with wrong characters of the right sound, nine times in ten', async () => {
    const wrong = await misunderstood(byEar);
    assert.ok(wrong.length <= byEar.length / 10, wrong.join('\n'));
  });

  it('is understood in pinyin, four times in five', async () => {
    const wrong = await misunderstood(inPinyin);
    assert.ok(wrong.length <= inPinyin.length / 5, wrong.join('\n'));
  });
});
