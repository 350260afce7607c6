-- The second wall (20261122200100_row_security) round the tables that came after it.

-- CreatePolicy
CREATE POLICY inbox_organization ON "Change" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "WebhookEndpoint" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));
CREATE POLICY inbox_organization ON "WebhookEvent" FOR SELECT TO replyonce_inbox USING ("organizationId" = current_setting('replyonce.organization_id', true));

-- CreatePolicy
CREATE POLICY everybody_else ON "Change" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "WebhookEndpoint" USING (current_user <> 'replyonce_inbox');
CREATE POLICY everybody_else ON "WebhookEvent" USING (current_user <> 'replyonce_inbox');

GRANT SELECT ON "Change", "WebhookEndpoint", "WebhookEvent" TO replyonce_inbox;

ALTER TABLE "Change" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "WebhookEndpoint" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "WebhookEvent" ENABLE ROW LEVEL SECURITY;
