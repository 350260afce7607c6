-- Words of messages, for the inbox's search. Alone in its migration: nobody waits while it is built.
-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY "Message_search" ON "Message" USING GIN (to_tsvector('simple'::regconfig, "body"));
