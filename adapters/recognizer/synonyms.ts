/**
 * Words that mean the same when one talks to an operator, a line a meaning, in both languages: what is
 * learnt from “取消” or “unsubscribe” is known of “退订” and “opt out”. In lower case, without apostrophes;
 * inflections need not be listed. A word may be on several lines. Everyday words only: what an operator
 * calls its own things is learnt from the examples.
 */
export const synonyms = `
buy, purchase, get a new, acquire, 买, 购买, 入手
order, subscribe, subscribe to, sign up, sign up for, sign me up, add, opt in, opt into, 订购, 订, 开通, 办理, 办, 开, 弄个, 整个, 搞个, 加个, 加上, 安排, 来个, 要个
cancel, unsubscribe, opt out, call off, get rid of, remove, drop, take off, terminate, end, 取消, 退订, 退掉, 退了, 关掉, 关闭, 停掉, 不要了, 去掉, 解除, 取消掉, 终止
undo, revert, reverse, go back, roll back, switch back, take back, 撤销, 撤回, 恢复原来, 改回, 换回, 反悔, 后悔
change, switch, alter, modify, amend, swap, move to, convert, 改, 换, 变更, 更换, 修改, 更改, 转, 换成, 改成, 变, 换个
upgrade, step up, bigger, raise, 升级, 升, 升档, 提高
downgrade, step down, smaller, lower, 降级, 降, 降档, 降低
increase, raise, boost, higher, go up, went up, gone up, rise, 增加, 涨, 变多, 多了, 贵了, 上涨, 变贵
decrease, reduce, less, cut, cut down, 减少, 少了, 便宜点
activate, enable, turn on, switch on, start using, get started, 激活, 启用, 打开
deactivate, disable, turn off, switch off, shut off, 停用, 关
suspend, pause, freeze, block, lock, put on hold, hold, 停机, 冻结, 锁, 锁定, 挂失, 报停, 保号, 停机保号, 停一下
resume, restore, reactivate, unfreeze, unblock, unlock, unsuspend, reinstate, 复机, 恢复, 解冻, 解锁, 开机, 解停, 复通
lost, lose, misplaced, missing, cant find, can not find, cannot find, left my, 丢, 丢了, 掉了, 遗失, 找不到, 不见了, 没了
stolen, steal, robbed, stole, thief, theft, snatched, nicked, 被偷, 偷, 被盗, 盗, 抢
find, locate, look for, looking for, search, 找, 查找, 寻找
check, look up, view, see, show, show me, display, look at, review, see my, pull up, let me see, 查, 查询, 查下, 查一下, 看, 看看, 看下, 看一下, 查查, 瞅瞅, 瞧瞧, 显示, 查看, 瞅下, 了解, chk, appear, appears, shown, showing, reflect, reflected, visible
tell, tell me, let me know, inform, say, give me, 告诉, 告诉我, 说, 说说, 讲, 讲讲, 给我, 发我
know, wanna know, want to know, like to know, wondering, curious, find out, 知道, 想知道, 晓得, 问, 想问, 问下, 问一下, 咨询, wondering if
want, would like, id like, wanna, wish, looking to, hoping to, i need, need, need to, require, have to, gotta, must, 想, 要, 想要, 需要, 我想, 我要, 打算, 得, wanna get
can, could, may, able, able to, possible, allowed, permitted, am i able, is it possible, is there a way, 能, 可以, 能不能, 可不可以, 能否, 可否, 行不行, 行吗, 有没有办法
cannot, cant, can not, couldnt, could not, unable, unable to, not able, impossible, wont let, doesnt let, doesnt allow, not possible, wont allow, fail to, 不能, 没法, 无法, 不了, 不可以, 没办法, 不行, 弄不了, cudnt, cant seem to
not, no, never, dont, doesnt, didnt, isnt, wasnt, wont, hasnt, havent, arent, werent, aint, without, 不, 没, 没有, 不是, 别, 无, 未, 莫
why, how come, what for, reason, the reason, what caused, explain why, 为什么, 为啥, 咋, 怎么会, 凭什么, 凭啥, 原因, 为何, 咋会, 怎么回事, 咋回事, 啥情况, y
how, how to, how do, how do i, how can, how can i, how would i, how should i, in what way, steps, procedure, process, 怎么, 怎样, 如何, 怎么样, 咋样, 咋弄, 怎么弄, 怎么办, 步骤, 流程, 方法, hw
when, what time, what date, what day, how soon, by when, 什么时候, 啥时候, 几时, 何时, 几号, 哪天, 多会儿
how long, how many days, how much time, duration, time frame, timeframe, 多久, 多长时间, 几天, 多少天, 要多久, 多长
where, which place, what place, location, whereabouts, 哪里, 哪儿, 在哪, 哪, 地点, 哪块
who, whom, whose, 谁, 哪个人, 哪位
which, what kind, what kinds, what type, what types, what sort, 哪些, 哪种, 哪个, 什么样, 有什么, 有哪些, 有啥
what, whats, what is, what are, wat, wot, whatre, 什么, 啥, 是什么, 是啥, 么子, 咩
how much, how many, what amount, total, sum, altogether, 多少, 几多, 几, 一共, 总共, 合计, 多少个, 共
price, cost, costs, fee, fees, charge, charges, rate, rates, pricing, tariff, 价格, 价钱, 资费, 费用, 收费, 费, 价, 钱, 多少钱, 几块钱, 几钱
deducted, charged, debited, taken, took, billed, deduction, debit, taken out, taken from, 扣, 扣费, 扣钱, 扣了, 扣掉, 被扣, 收了, 划走, 扣款
pay, payment, paying, settle, pay off, paid, 付, 付款, 支付, 缴, 缴费, 交费, 交, 交钱, 缴纳, 还款
top up, topup, topping up, top ups, topups, recharge, add money, add funds, load money, reload, refill, put money, 充值, 充, 充话费, 充钱, 打钱, 充点, topup my, chongzhi, 冲
bill, invoice, statement, bills, statements, 账单, 帐单, 月结单, 对账单, 单子, zhangdan
receipt, fapiao, vat invoice, 发票, 收据
balance, credit left, money left, remaining credit, 余额, 剩余话费, 还剩多少钱, 剩多少钱, 结余, bal, yue
left, remaining, remain, remains, leftover, 剩, 剩余, 还剩, 剩下, 剩多少, 还有多少, 余
used, usage, consumed, use up, used up, consumption, spent, 用, 用了, 使用, 用量, 使用量, 用掉, 用多少, 消耗, 跑了, use, using, uses
money, cash, funds, fund, bucks, dough, 钱, 现金, 资金
refund, money back, reimbursement, reimburse, repay, give back, 退款, 退钱, 退费, 退还, 返还, return, returned, bring back
compensate, compensation, make up for, 赔偿, 补偿, 赔
free, at no cost, no charge, for nothing, gratis, 免费, 不要钱, 不花钱, 不收费, 白送, 送
expensive, pricey, costly, too much, too high, so high, high, 贵, 太贵, 高, 太高, 这么多, 好贵
cheap, cheaper, cheapest, inexpensive, affordable, lower price, best price, 便宜, 实惠, 划算, 最便宜, 省钱, 低
discount, promotion, promo, deal, deals, special offer, offers, coupon, voucher, 优惠, 折扣, 打折, 活动, 促销, 特价, 券
wrong, incorrect, mistake, error, inaccurate, not right, not correct, isnt right, messed up, 错, 错误, 不对, 有误, 弄错, 搞错, 出错, 算错, 不正确, 对不上
problem, issue, issues, trouble, difficulty, something wrong, 问题, 毛病, 麻烦, 异常, 不正常
broken, not working, doesnt work, isnt working, stopped working, wont work, down, out of order, faulty, defective, malfunction, dead, not functioning, 坏, 坏了, 用不了, 不能用, 没法用, 不好使, 失灵, 故障, 瘫痪, 不工作
decline, declined, reject, rejected, refuse, refused, deny, denied, not accepted, turned down, wasnt accepted, 拒绝, 被拒, 驳回, 不通过, 没通过
fail, failed, failure, unsuccessful, didnt go through, not gone through, doesnt go through, went wrong, did not go through, didnt work, 失败, 不成功, 没成功
succeed, success, successful, went through, gone through, complete, completed, done, finish, finished, 成功, 完成, 好了, 办好, 搞定, 生效
pending, waiting, still waiting, hasnt arrived, not arrived, not yet, in progress, on hold, processing, unprocessed, stuck, delayed, 等, 还没, 未到账, 没到账, 处理中, 卡住, 一直没, 迟迟, yet, still not, still hasnt, still havent
arrive, arrived, arriving, receive, received, receiving, get here, come, came, show up, showed up, deliver, delivered, delivery, arrival, 到, 到账, 收到, 到了, 到货, 送到, 送达, get, got, gotten, obtain, 拿到, 得到
send, sent, mail, ship, shipped, post, dispatch, forward, 发, 发送, 寄, 寄送, 邮寄, 发给
transfer, transfers, transferred, wire, move money, remit, transferring, 转账, 转, 汇款, 转入, 转出
transaction, transactions, purchases, payments, 交易, 消费, 流水
withdraw, withdrawal, withdrew, take out, cash out, took out, getting money out, get cash, 取款, 取现, 取, 提现
atm, cash machine, cashpoint, cash point, 取款机, 提款机
deposit, deposits, deposited, pay in, put in, 存款, 存, 押金, 保证金
exchange, conversion, convert, currency, currencies, 兑换, 汇率, 外币, 货币
country, countries, abroad, overseas, foreign, international, europe, travel, travelling, traveling, trip, vacation, holiday, 国外, 境外, 国际, 出国, 海外, 旅游, 出差, 漫游
card, cards, 卡, 卡片
sim, sim card, esim, phone card, 手机卡, 电话卡
phone, mobile, cell, cellphone, smartphone, handset, device, telephone, iphone, 手机, 电话, 机子, 设备
number, phone number, line, mobile number, 号码, 号, 手机号, 电话号, 电话号码, num, haoma
account, profile, login, 账户, 账号, 帐号, 帐户, 户头, acct, acc
password, passcode, pass code, pin, pin code, pincode, 密码, 口令
code, verification code, otp, sms code, 验证码, 校验码, 码
verify, verification, identify, confirm, prove, validate, authenticate, identification, identity, 验证, 认证, 核实, 确认, 证明, 身份, 实名
sign in, log in, login, log on, logged in, 登录, 登陆, 登入
sign out, log out, log off, logout, logged out, 退出登录, 登出, 注销登录, 退出
delete, erase, wipe, clear, destroy, close, 删除, 删, 删掉, 清除, 清空, 抹掉, 注销, 销户
export, download, copy, save, take away, 导出, 下载, 拷贝, 副本, 一份
information, info, details, detail, data about, personal details, 信息, 资料, 详情, 明细, 个人信息, 详细, registered, on file, on record, 登记
address, home address, where i live, 地址, 住址, 住哪
name, surname, 名字, 姓名, 名称
email, e mail, mailbox, 邮箱, 邮件, 电邮
correct, fix, repair, solve, resolve, sort out, put right, rectify, 改正, 更正, 修, 修好, 解决, 修复, 处理, 纠正
update, renew, refresh, replace, new one, replacement, reissue, 更新, 补办, 补卡, 换新, 续
plan, package, tariff plan, bundle, contract plan, 套餐, 计划, 资费套餐, taocan
data, gb, gigs, mb, internet data, megabytes, gigabytes, traffic, gig, 流量, 数据, 上网流量, liuliang
internet, web, online, network, net, wifi, 上网, 网, 网络, 网速, 联网, 宽带
signal, reception, coverage, bars, 信号, 覆盖
slow, sluggish, lagging, laggy, crawling, 慢, 卡, 很慢, 太慢, 卡顿
call, calls, calling, voice, minutes, ring, talk time, 通话, 打电话, 语音, 分钟, 呼叫
text, sms, message, texts, messages, 短信, 信息, 消息, 彩信, msg, msgs
contract, commitment, lock in, agreement, term, terms, 合约, 合同, 协议, 在网, 条款, 合约期
expire, expires, expiry, expiration, run out, end date, runs out, ends, 到期, 过期, 失效, 截止, 期满
service, services, subscription, subscriptions, membership, vip, 业务, 服务, 会员, 订阅, 增值业务
add on, addon, extra, extra data, booster, data pack, pack, 加油包, 流量包, 叠加包, 包, 加餐
list, records, record, history, log, itemised, itemized, 记录, 清单, 历史, 详单, 列表, 日志, itemised records, call log
advert, adverts, ad, ads, marketing, promotional, spam, advertisement, advertising, 广告, 营销, 推销, 骚扰, 推广, 垃圾短信
complain, complaint, unhappy, dissatisfied, file a complaint, report you, unacceptable, 投诉, 举报, 差评, 不满, 告你们, 申诉, lodge, grievance
angry, annoyed, furious, ridiculous, awful, terrible, rubbish, useless, horrible, scam, 气死, 生气, 太差, 垃圾, 坑, 坑人, 坑爹, 骗人, 恶心, 过分, 烂
person, human, agent, someone, somebody, representative, operator, staff, real person, advisor, adviser, rep, customer service, customer support, 人工, 真人, 客服, 人, 坐席, 专员, 工作人员, 客服人员, kefu, rengong
talk, speak, chat, talk to, speak to, speak with, contact, reach, get hold of, connect me, put me through, 聊, 说话, 联系, 转接, 接通, 沟通
help, assist, assistance, support, guide, help me, give me a hand, 帮, 帮助, 帮忙, 帮我, 协助, 帮个忙
thanks, thank, thank you, cheers, appreciate, appreciated, thx, ty, grateful, 谢谢, 感谢, 多谢, 谢, 谢了, 辛苦, tysm, thank u, 3q
hello, hi, hey, morning, good morning, greetings, hiya, yo, 你好, 您好, 嗨, 哈喽, 在吗, 早上好
bye, goodbye, see you, see ya, farewell, 再见, 拜拜, 回见
please, pls, plz, kindly, 请, 麻烦, 劳驾, 拜托, plss
again, repeat, once more, one more time, say that again, come again, pardon, 再, 再说, 重复, 再来, 又, 再一次
restart, start over, begin again, from the beginning, reset, start again, 重新, 重来, 从头, 重置, 重新开始
wait, hold on, moment, later, one sec, 等等, 等一下, 稍等, 稍后
language, english, chinese, mandarin, cantonese, 语言, 英文, 英语, 中文, 普通话, 汉语, 粤语
bot, robot, machine, ai, automated, computer, 机器人, 机器, 智能, 电脑
news, announcement, announcements, notice, notices, update notice, 公告, 通知, 新闻, 通告, 消息
maintenance, outage, outages, upgrade work, 维护, 检修, 割接, 断网
compare, comparison, versus, vs, difference, differences, different, better, best, differ, 比较, 对比, 区别, 差别, 哪个好, 比, 不同, 差异, 最好
recommend, suggest, suggestion, advice, advise, 推荐, 建议, 适合, 合适
month, monthly, per month, a month, 月, 每月, 月份, 每个月, 一个月, mth, mo
last month, previous month, past month, 上个月, 上月, 前一个月
this month, current month, 这个月, 本月, 当月
day, daily, days, per day, 天, 日, 每天
today, now, right now, currently, at the moment, at present, immediately, asap, straight away, right away, instantly, 今天, 现在, 目前, 当前, 马上, 立刻, 立即, 赶紧, 尽快, 眼下, tonite, rn, urgent, urgently, soon, suddenly, 突然
yesterday, recently, lately, last week, just now, the other day, few days ago, 昨天, 最近, 近期, 前几天, 上周, 刚才, 刚刚, ago, a while ago, past
old, previous, former, earlier, before, original, prior, 旧, 以前, 之前, 原来, 老, 先前
new, another, other, different one, 新, 另外, 别的, 其他, 另一个, additional, extra, more
twice, double, two times, duplicate, duplicated, 两次, 重复, 两遍, 双倍, multiple, multiple times, several times
unknown, dont recognize, dont recognise, strange, unfamiliar, unexpected, weird, didnt make, did not make, not mine, unauthorised, unauthorized, suspicious, fraud, fraudulent, unusual, 不认识, 陌生, 莫名其妙, 不明, 没订过, 没办过, 乱扣, 私自, 擅自, 不知道, 可疑
someone else, somebody else, others, other people, friend, friends, family, relative, 别人, 他人, 朋友, 家人, 家里人, 亲人
puk, 解锁码
port, port out, mnp, leave, carrier, provider, competitor, another operator, 携号转网, 携转, 转网, 运营商, 别家
access, accessed, looked at, viewed, 访问, 查过, 看过, 谁查
wechat, weixin, 微信, 公众号
bind, link, linked, bound, connect, attach, tie, 绑定, 绑, 关联, 连接
unbind, unlink, unlinked, disconnect, detach, 解绑, 解除绑定, 取消绑定
limit, limits, maximum, max, minimum, cap, restriction, restrictions, limited, 限制, 上限, 最多, 最少, 限额, 封顶, 额度
age, old enough, young, kid, kids, child, children, teenager, 年龄, 小孩, 孩子, 未成年, 儿童
virtual, digital, disposable, temporary, one time, 虚拟, 临时, 一次性
physical, actual, plastic, 实体
google pay, apple pay, paypal, 支付宝, 微信支付
visa, mastercard, master card, amex, 银行卡, 信用卡
source, origin, come from, came from, where from, 来源
automatic, automatically, auto, autopay, 自动
work, works, function, operate, functioning, 管用, 好用, 生效
accept, accepts, accepted, take, takes, supported, support, supports, 接受, 支持, approve, approved, approval, authorize, authorise, authorized, 批准, 同意
open, opening, set up, setup, create, register, registering, apply, application, 申请, 创建, 注册, 设置, 设定
order status, progress, status, track, tracking, where is my, wheres my, how far, 进度, 状态, 处理得怎么样, 到哪了, 到哪一步, update on, news on, any update, any news, 进展
begin, start, started, starts, starting, from when, 开始, 起, 从什么时候
big, large, huge, lots, lots of, plenty, a lot, much more, more, 大, 很多, 好多, 更多, 多一点
small, little, few, tiny, a bit, slightly, 小, 一点, 一些, 少一点
fast, quick, quickly, speedy, faster, 快, 快点, 快速
safe, secure, security, protect, protection, 安全, 保护, 保障
question, ask, asking, enquiry, inquiry, query, 疑问, 提问
choose, pick, select, choice, option, options, 选, 选择, 挑, 选哪个
try, tried, attempt, attempted, trying, 试, 尝试, 试了
allow, let, permit, permission, 让, 允许, 允不允许
keep, keeps, keeping, stays, stay, hold on to, 保留, 留, 留着, 继续
happen, happened, happens, happening, going on, occurred, whats up with, 发生
always, every time, constantly, all the time, keeps happening, 总是, 老是, 一直, 每次, 老, 天天
break the contract, penalty, early termination, termination fee, 违约金, 违约, 解约
debt, owe, owed, owing, arrears, overdue, due, outstanding, past due, 欠费, 欠, 欠款, 逾期, 欠钱
roam, roaming, 漫游费
ringtone, ringback, ringback tone, caller tune, 彩铃, 炫铃
caller display, caller id, 来电显示
video, movies, streaming, 视频
student, students, campus, 学生, 校园
elderly, old people, senior, seniors, parents, 老人, 老年, 爸妈, 孝心
night, evening, tonight, 夜间, 晚上, 今晚, 夜里
weather, forecast, rain, temperature, 天气, 下雨, 温度
food, eat, restaurant, dinner, lunch, meal, recipe, cook, 吃, 饭, 外卖, 餐厅, 菜
song, music, singer, joke, film, movie, play, game, 歌, 音乐, 电影, 笑话, 游戏
shop, store, branch, office, outlet, 营业厅, 门店, 网点, merchant, seller, retailer
regulator, ministry, authorities, court, lawyer, sue, consumer association, 工信部, 消协, 起诉, 法院, 通管局
supervisor, manager, boss, 领导, 经理, 主管, 上级
promise, promised, misled, lied, cheated, tricked, 承诺, 忽悠, 误导, 欺骗, 骗
result, outcome, decision, answer, reply, response, hear back, 结果, 答复, 回复, 回应
explain, mean, meaning, understand, clarify, make sense, 解释, 说明, 意思, 懂, 明白
forget, forgot, forgotten, remember, recall, remind, 忘, 忘了, 忘记, 记得, 记不得
believe, think, guess, suppose, feel, seem, seems, looks like, apparently, 觉得, 认为, 好像, 感觉, 可能
sign, signed, signature, agreed, agreed to, 签, 签字, 签名, 签署, 签过, 签的
submit, submitted, file, filed, lodged, hand in, request, requested, requests, 提交, 递交
conversation, chat, chats, chatting, transcript, 聊天, 对话, 会话, 聊天记录
document, documents, paperwork, pdf, electronic, file, 文件, 电子版, 电子单, 单据, 文本
app, application, apps, website, site, page, 软件, 应用, 网页, 网站
wages, salary, paycheck, income, 工资, 收入
item, product, thing, things, goods, stuff, article, 东西, 商品, 产品
recipient, beneficiary, payee, receiver, 收款人, 对方
direct debit, standing order, recurring payment, auto renew, auto renewal, automatic renewal, renewing, 代扣, 自动续费, 自动扣费, 续费, 续订
over, exceed, exceeded, beyond, above, over the limit, gone over, went over, 超, 超了, 超过, 超出, 套外
enough, sufficient, suffice, 够, 够不够, 足够
home, house, flat, apartment, at home, 家, 家里, 房
week, weeks, weekly, weekend, weekends, 周, 星期, 周末, 礼拜
hour, hours, minute, second, 小时, 钟头
year, years, yearly, annual, annually, 年, 每年, 一年
book, reserve, reservation, booking, appointment, schedule, scheduled, 预约, 预订, 约
meeting, calendar, alarm, event, timer, 会议, 日历, 闹钟
car, bus, train, flight, taxi, uber, drive, ticket, 车, 打车, 高铁, 机票, 地铁, 火车, 航班
bank, mortgage, loan, savings, 银行, 贷款, 理财
insurance, tax, passport, licence, license, visa application, 保险, 税, 护照, 驾照, 社保, 医保
collect, keep, store, stored, hold, held, record, recorded, saved, retain, retained, collected, 收集, 存, 存了, 保存, 掌握, 留存
personal, private, privacy, own, 个人, 隐私, 私人
share, sell, disclose, leak, third party, third parties, 共享, 泄露, 第三方
employee, employees, staff, colleague, worker, officer, 员工, 职工, 工作人员
cloud, cloud drive, cloud storage, 云盘, 网盘
family circle, group, shared plan, 亲情网, 家庭网, 副卡
legal, rights, right, law, 权利, 法律, 维权, 消费者
rude, attitude, impolite, behaviour, 态度, 恶劣, 没礼貌
agree, consent, without asking, without my consent, 未经, 同意, 没经过
hard, difficult, complicated, easy, simple, simply, 难, 复杂, 简单, 容易
good, great, nice, fine, perfect, excellent, 好的, 不错, 很好, 真好
sorry, apologise, apology, excuse me, 不好意思, 抱歉, 对不起
`;
