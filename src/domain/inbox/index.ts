export { composerStateOf } from "./composer-state";
export { countConversations } from "./count-conversations";
export { getConversation } from "./get-conversation";
export { listConversations } from "./list-conversations";
export { type Changed, readChanged } from "./read-changed";
export { readMessageStory } from "./read-message-story";
export { readThread } from "./read-thread";
export { searchContacts } from "./search-contacts";
