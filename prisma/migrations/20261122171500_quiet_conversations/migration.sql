-- Conversations that people have left alone go back to the bot: every round of maintenance looks at those with a person.

-- CreateIndex
-- One pass over the conversations, a second or two for a million of them, during which their messages wait.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "Conversation_human" ON "Conversation"("organizationId") WHERE (mode = 'HUMAN');
