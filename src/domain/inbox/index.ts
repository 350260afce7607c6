export { type Composer, type ComposerState, composerStateOf } from "./composer-state";
export { countConversations } from "./count-conversations";
export { type ConversationDetails, getConversation } from "./get-conversation";
export { listConversations } from "./list-conversations";
export { type Changed, type ChangedIds, readChanged } from "./read-changed";
export { readMessageStory } from "./read-message-story";
export { readThread } from "./read-thread";
export { searchContacts } from "./search-contacts";
