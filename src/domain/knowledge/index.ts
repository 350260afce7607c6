export type { KnowledgeSource } from "./add-document";
export { addDocument } from "./add-document";
export { type AddOutcome, addDocuments } from "./add-documents";
export type { FoundPassage } from "./found";
export { type DocumentRow, getDocument, listDocuments } from "./list-documents";
export { FILE_BYTES_MAX, isReadable } from "./read-source";
export { type RefreshOutcome, refreshDocuments } from "./refresh-documents";
export { removeDocument } from "./remove-document";
export { searchKnowledge } from "./search-knowledge";
