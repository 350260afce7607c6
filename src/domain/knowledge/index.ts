export { type FoundPassage, searchKnowledge } from "./search-knowledge";
