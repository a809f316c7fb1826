import { botFrameworkSeat } from './botFrameworkSeat.ts';
import { channels } from './channels.ts';
import { directLineSeat } from './directLineSeat.ts';
import type { Seat, SeatParts } from './seat.ts';
import { weChatSeat } from './weChatSeat.ts';

const seats: Readonly<Record<(typeof channels)[number], (parts: SeatParts) => Seat>> = {
  directLine: directLineSeat,
  teams: (parts) => botFrameworkSeat(parts, 'msteams'),
  sms: (parts) => botFrameworkSeat(parts, 'sms'),
  weChat: weChatSeat,
};

/** The seat that `CHANNEL` asks for; undefined: the customer talks to the bot without a channel between. */
export function chooseSeat(parts: SeatParts, name = process.env.CHANNEL): Seat | undefined {
  if (!name) return undefined;
  const channel = channels.find((each) => each === name);
  if (!channel) throw new Error(`CHANNEL is one of ${channels.join(', ')}`);
  return seats[channel](parts);
}
