export { type ConversationRow, listConversations } from "./list-conversations";
