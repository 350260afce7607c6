/** Whether the bot is to write something although no message asks for it. */
export function isFollowUpSql(job: string): string {
  return `(${job}.author = 'BOT' AND ${job}.purpose IS NULL AND ${job}."inboundMessageId" IS NULL)`;
}
