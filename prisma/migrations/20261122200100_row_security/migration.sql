-- A second wall between organizations: what the inbox reads, it reads as the role replyonce_inbox, which sees the rows of the
-- organization that its transaction names and no others (docs/adr/0014-row-level-security.md). Whoever owns the tables sees all
-- of them as before, and so does every other role, by the second policy of each table: nothing changes for ingest, queue and
-- commands, nor for the previous version. Catalogue changes only, a moment for each table.

-- Roles belong to the server: another database of it may have made this one, before or just now. Prisma's engine cuts a script
-- at every semicolon, so those within the block are written as \x3b.
DO E'
DECLARE
  mode text := CASE WHEN current_setting(''server_version_num'')::int >= 160000 THEN ''SET'' ELSE ''MEMBER'' END\x3b
  advice text := format(''Let somebody who may create roles run: CREATE ROLE replyonce_inbox NOLOGIN, and: GRANT replyonce_inbox TO %I. Then: npx prisma migrate resolve --rolled-back 20261122200100_row_security, and deploy again.'', current_user)\x3b
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = ''replyonce_inbox'') THEN
    BEGIN
      CREATE ROLE replyonce_inbox NOLOGIN\x3b
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL\x3b
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION ''The role replyonce_inbox is missing, and % may not create it. %'', current_user, advice\x3b
    END\x3b
  END IF\x3b
  IF NOT pg_has_role(current_user, ''replyonce_inbox'', mode) THEN
    BEGIN
      EXECUTE format(''GRANT replyonce_inbox TO %I'', current_user)\x3b
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE EXCEPTION ''% may not become the role replyonce_inbox. %'', current_user, advice\x3b
    END\x3b
  END IF\x3b
  EXECUTE format(''GRANT USAGE ON SCHEMA %I TO replyonce_inbox'', current_schema())\x3b
END
';

-- CreatePolicy
CREATE POLICY inbox_organization ON "AccountEvent" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "AiSpending" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "AiTurn" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "AiUsage" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "AuditEvent" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "CannedReply" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Contact" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "ContactAlias" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "ContactMerge" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Conversation" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "ConversationNote" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "ErasedContact" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "FollowUp" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Integration" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "KnowledgeDocument" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "KnowledgePassage" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Label" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Lead" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "MediaAsset" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Message" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Notification" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "OutboundJob" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "OutboundMessageLog" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Persona" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "ReceiptEvent" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "User" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "Organization" FOR SELECT TO replyonce_inbox USING ("id" = current_setting('replyonce.organization_id', true));

-- What has no organization of its own is seen with what it belongs to, by that one's own policy.
CREATE POLICY inbox_organization ON "ConversationLabel" FOR SELECT TO replyonce_inbox USING (EXISTS (SELECT 1 FROM "Conversation" c WHERE c."id" = "conversationId"));
CREATE POLICY inbox_organization ON "Template" FOR SELECT TO replyonce_inbox USING (EXISTS (SELECT 1 FROM "Integration" i WHERE i."id" = "integrationId"));
CREATE POLICY inbox_organization ON "IntegrationTemplate" FOR SELECT TO replyonce_inbox USING (EXISTS (SELECT 1 FROM "Integration" i WHERE i."id" = "integrationId"));

-- CreatePolicy
CREATE POLICY everybody_else ON "AccountEvent" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "AiSpending" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "AiTurn" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "AiUsage" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "AuditEvent" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "CannedReply" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Contact" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "ContactAlias" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "ContactMerge" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Conversation" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "ConversationNote" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "ErasedContact" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "FollowUp" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Integration" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "KnowledgeDocument" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "KnowledgePassage" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Label" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Lead" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "MediaAsset" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Message" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Notification" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "OutboundJob" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "OutboundMessageLog" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Persona" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "ReceiptEvent" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "User" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Organization" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "ConversationLabel" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "Template" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "IntegrationTemplate" USING (current_user <> 'replyonce_inbox');

-- Session, Account and Verification have neither policy nor grant: the inbox reads nothing of them.
GRANT SELECT ON "AccountEvent", "AiSpending", "AiTurn", "AiUsage", "AuditEvent", "CannedReply", "Contact", "ContactAlias", "ContactMerge", "Conversation", "ConversationNote", "ErasedContact", "FollowUp", "Integration", "KnowledgeDocument", "KnowledgePassage", "Label", "Lead", "MediaAsset", "Message", "Notification", "OutboundJob", "OutboundMessageLog", "Persona", "ReceiptEvent", "User", "Organization", "ConversationLabel", "Template", "IntegrationTemplate" TO replyonce_inbox;

ALTER TABLE "AccountEvent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AiSpending" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AiTurn" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AiUsage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AuditEvent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "CannedReply" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Contact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ContactAlias" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ContactMerge" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Conversation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ConversationNote" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ErasedContact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "FollowUp" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Integration" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "KnowledgeDocument" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "KnowledgePassage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Label" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Lead" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "MediaAsset" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Message" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Notification" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "OutboundJob" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "OutboundMessageLog" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Persona" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ReceiptEvent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Organization" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ConversationLabel" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Template" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "IntegrationTemplate" ENABLE ROW LEVEL SECURITY;
