import { accessLog } from './accessLog.ts';
import { callMeBack, withdrawCallback } from './callMeBack.ts';
import { cancelService } from './cancelService.ts';
import { changePlan } from './changePlan.ts';
import { checkBalance } from './checkBalance.ts';
import { checkBill } from './checkBill.ts';
import { checkComplaint } from './checkComplaint.ts';
import { checkContract } from './checkContract.ts';
import { checkOrders } from './checkOrders.ts';
import { checkPlan } from './checkPlan.ts';
import { checkPrice } from './checkPrice.ts';
import { checkSubscriptions } from './checkSubscriptions.ts';
import { checkUsage } from './checkUsage.ts';
import { comparePlans } from './comparePlans.ts';
import { correctContact } from './correctContact.ts';
import { deleteMyData } from './deleteMyData.ts';
import { disputeCharge } from './disputeCharge.ts';
import { explainCharge } from './explainCharge.ts';
import { exportMyData } from './exportMyData.ts';
import { getAgreement } from './getAgreement.ts';
import { getTranscript } from './getTranscript.ts';
import { identify } from './identify.ts';
import { itemisedRecords } from './itemisedRecords.ts';
import { makeComplaint } from './makeComplaint.ts';
import { marketing } from './marketing.ts';
import { myData } from './myData.ts';
import { myWeChats } from './myWeChats.ts';
import { notHereYet } from './notHereYet.ts';
import { orderService } from './orderService.ts';
import { readAnnouncements } from './readAnnouncements.ts';
import { resumeLine } from './resumeLine.ts';
import { Identification } from './shared/identification.ts';
import type { Repertoire } from './shared/repertoire.ts';
import type { Start } from './shared/state.ts';
import { StepUp } from './shared/stepUp.ts';
import { showAddress } from './showAddress.ts';
import { showPuk } from './showPuk.ts';
import { askWhoYouAre, greet, help, thank } from './smallTalk.ts';
import { suspendLine } from './suspendLine.ts';
import { leavePerson, ratePerson, talkToPerson } from './talkToPerson.ts';
import { undoPlanChange } from './undoPlanChange.ts';

const begin = (dialog: string, slots: Start['slots'] = {}): Start => ({ dialog, slots });
const cannot = (wish: string): Start => begin('notHereYet', { wish });

/** Intent → dialog. What is not here is repaired: asked again, then offered a person. */
const intents: Readonly<Record<string, Start>> = {
  checkPlan: begin('checkPlan'),
  checkBill: begin('checkBill'),
  explainCharge: begin('explainCharge'),
  checkUsage: begin('checkUsage'),
  checkBalance: begin('checkBalance'),
  checkSubscriptions: begin('checkSubscriptions'),
  checkPrice: begin('checkPrice'),
  comparePlans: begin('comparePlans'),
  checkContract: begin('checkContract'),
  readAnnouncements: begin('readAnnouncements'),
  identify: begin('identify'),
  changePlan: begin('changePlan'),
  orderAddOn: begin('orderService'),
  cancelService: begin('cancelService'),
  suspendLine: begin('suspendLine'),
  resumeLine: begin('resumeLine'),
  undoPlanChange: begin('undoPlanChange'),
  checkOrders: begin('checkOrders'),
  getAgreement: begin('getAgreement'),
  itemisedRecords: begin('itemisedRecords'),
  accessLog: begin('accessLog'),
  myData: begin('myData'),
  myWeChats: begin('myWeChats'),
  unbindWeChat: begin('myWeChats', { wish: 'end' }),
  exportMyData: begin('exportMyData'),
  deleteMyData: begin('deleteMyData'),
  marketingOff: begin('marketing', { wish: 'off' }),
  marketingOn: begin('marketing', { wish: 'on' }),
  correctContact: begin('correctContact'),
  showPuk: begin('showPuk'),
  showAddress: begin('showAddress'),
  talkToPerson: begin('talkToPerson'),
  help: begin('help'),
  greet: begin('greet'),
  thank: begin('thank'),
  askWhoYouAre: begin('askWhoYouAre'),
  payBill: cannot('payBill'),
  complain: begin('makeComplaint'),
  disputeCharge: begin('disputeCharge'),
  complaintStatus: begin('checkComplaint'),
  reportFault: cannot('reportFault'),
  portOut: cannot('portOut'),
};

const dialogs = [
  new Identification(),
  new StepUp(),
  identify,
  checkPlan,
  checkBill,
  explainCharge,
  checkUsage,
  checkBalance,
  checkSubscriptions,
  checkPrice,
  comparePlans,
  checkContract,
  readAnnouncements,
  changePlan,
  orderService,
  cancelService,
  undoPlanChange,
  suspendLine,
  resumeLine,
  checkOrders,
  getAgreement,
  getTranscript,
  itemisedRecords,
  accessLog,
  myData,
  myWeChats,
  exportMyData,
  deleteMyData,
  marketing,
  correctContact,
  showPuk,
  showAddress,
  talkToPerson,
  callMeBack,
  withdrawCallback,
  makeComplaint,
  disputeCharge,
  checkComplaint,
  leavePerson,
  ratePerson,
  notHereYet,
  greet,
  help,
  thank,
  askWhoYouAre,
];

/** Everything the bot can talk about. */
export const repertoire: Repertoire = {
  intents,
  dialogs: new Map(dialogs.map((dialog) => [dialog.id, dialog])),
};
