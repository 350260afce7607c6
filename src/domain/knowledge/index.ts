export { addDocument } from "./add-document";
export { type FoundPassage, searchKnowledge } from "./search-knowledge";
