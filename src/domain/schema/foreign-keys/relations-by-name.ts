// Relations that have no foreign key on purpose: the hot tables (head of prisma/schema.prisma), where a key would lock the
// one Organization row for every message, and pointers inside the queue. A test holds that every column named …Id is a
// key, stands here, or is an id that other systems give out.

interface RelationByName {
  from: string;
  to: string;
  mayOutlive?: string;
  rightValue?: string;
}

const COSTS_STAY = "what the calls have cost stays true after an erasure";
const RECEIPTS_STAY = "Meta's receipts are kept as they came";
const OF_CONVERSATION = `(SELECT p."organizationId" FROM "Conversation" p WHERE p."id" = c."conversationId")`;

/** A column of the conversation that a send belongs to. */
const ofSend = (column: string) =>
  `(SELECT p."${column}" FROM "OutboundJob" j JOIN "Conversation" p ON p."id" = j."conversationId" WHERE j."id" = c."jobId")`;

export const relationsByName: RelationByName[] = [
  {
    from: "ContactAlias.organizationId",
    to: "Organization.id",
    rightValue: `(SELECT p."organizationId" FROM "Contact" p WHERE p."id" = c."contactId")`,
  },
  { from: "Conversation.handoverJobId", to: "OutboundJob.id" },
  { from: "Message.organizationId", to: "Organization.id", rightValue: OF_CONVERSATION },
  { from: "OutboundJob.organizationId", to: "Organization.id", rightValue: OF_CONVERSATION },
  { from: "OutboundJob.coalescedIntoId", to: "OutboundJob.id" },
  { from: "OutboundJob.retryOfId", to: "OutboundJob.id" },
  { from: "OutboundJob.answeredJobIds", to: "OutboundJob.id" },
  { from: "OutboundMessageLog.organizationId", to: "Organization.id", rightValue: ofSend("organizationId") },
  { from: "OutboundMessageLog.integrationId", to: "Integration.id", rightValue: ofSend("integrationId") },
  { from: "ReceiptEvent.organizationId", to: "Organization.id", mayOutlive: RECEIPTS_STAY },
  { from: "ReceiptEvent.integrationId", to: "Integration.id", mayOutlive: RECEIPTS_STAY },
  {
    from: "ReceiptEvent.opaqueId",
    to: "OutboundMessageLog.id",
    mayOutlive: `${RECEIPTS_STAY}, and other senders of the number put ids of their own there`,
  },
  { from: "AiUsage.organizationId", to: "Organization.id", mayOutlive: COSTS_STAY },
  {
    from: "ErasedContact.organizationId",
    to: "Organization.id",
    mayOutlive: "who was erased stays so, whatever becomes of the business",
  },
  { from: "AiUsage.jobId", to: "OutboundJob.id", mayOutlive: COSTS_STAY },
  { from: "AiUsage.turnId", to: "AiTurn.id", mayOutlive: COSTS_STAY },
  { from: "AiUsage.contactId", to: "Contact.id", mayOutlive: COSTS_STAY },
  { from: "AiSpending.organizationId", to: "Organization.id", mayOutlive: COSTS_STAY },
  { from: "AiTurn.organizationId", to: "Organization.id", rightValue: OF_CONVERSATION },
  { from: "FollowUp.organizationId", to: "Organization.id", rightValue: OF_CONVERSATION },
  {
    from: "KnowledgePassage.organizationId",
    to: "Organization.id",
    rightValue: `(SELECT p."organizationId" FROM "KnowledgeDocument" p WHERE p."id" = c."documentId")`,
  },
  {
    from: "WebhookEvent.organizationId",
    to: "Organization.id",
    rightValue: `(SELECT p."organizationId" FROM "WebhookEndpoint" p WHERE p."id" = c."endpointId")`,
  },
];
