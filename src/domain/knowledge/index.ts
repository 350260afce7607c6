export {
  type AddedDocument,
  addDocument,
  type KnowledgeSource,
  type NewDocument,
} from "./add-document";
export type { FoundPassage } from "./found";
export { searchKnowledge } from "./search-knowledge";
