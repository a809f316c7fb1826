/** The channels that transcripts can be played over, as the values of `CHANNEL`. */
export const channels = ['directLine', 'teams', 'sms', 'weChat'] as const;
