import { checkBalance } from './checkBalance.ts';
import { checkBill } from './checkBill.ts';
import { checkContract } from './checkContract.ts';
import { checkPlan } from './checkPlan.ts';
import { checkPrice } from './checkPrice.ts';
import { checkSubscriptions } from './checkSubscriptions.ts';
import { checkUsage } from './checkUsage.ts';
import { comparePlans } from './comparePlans.ts';
import { explainCharge } from './explainCharge.ts';
import { identify } from './identify.ts';
import { notHereYet } from './notHereYet.ts';
import { readAnnouncements } from './readAnnouncements.ts';
import { Identification } from './shared/identification.ts';
import type { Start } from './shared/state.ts';
import type { Repertoire } from './shared/steer.ts';
import { askWhoYouAre, greet, help, thank } from './smallTalk.ts';
import { callMeBack, talkToPerson } from './talkToPerson.ts';

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
  talkToPerson: begin('talkToPerson'),
  help: begin('help'),
  greet: begin('greet'),
  thank: begin('thank'),
  askWhoYouAre: begin('askWhoYouAre'),
  changePlan: cannot('changePlan'),
  orderAddOn: cannot('orderAddOn'),
  cancelService: cannot('cancelService'),
  itemisedRecords: cannot('itemisedRecords'),
  payBill: cannot('payBill'),
  complain: cannot('complain'),
  reportFault: cannot('reportFault'),
  suspendLine: cannot('suspendLine'),
  portOut: cannot('portOut'),
};

const dialogs = [
  new Identification(),
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
  talkToPerson,
  callMeBack,
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
