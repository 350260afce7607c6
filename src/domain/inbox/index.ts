export { type Composer, type ComposerState, composerStateOf } from "./composer-state";
export { countConversations } from "./count-conversations";
export { type ConversationDetails, getConversation } from "./get-conversation";
export { listConversations } from "./list-conversations";
export { readThread } from "./read-thread";
