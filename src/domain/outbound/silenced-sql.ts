/** Whether the bot has no word in a conversation: a person speaks there, or has deleted it. */
export function isSilencedSql(conversation: string): string {
  return `(${conversation}.mode = 'HUMAN' OR ${conversation}."deletedAt" IS NOT NULL)`;
}
