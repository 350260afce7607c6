export type KnowledgeKind = "markdown" | "text" | "pdf" | "url";

/** What was read from a source, before it is stored. */
export interface ReadDocument {
  kind: KnowledgeKind;
  /** The heading or title it gives itself. */
  title: string | null;
  content: string;
}

export interface StoredDocument {
  id: string;
  title: string;
  version: number;
  passages: number;
  outcome: "added" | "changed" | "unchanged";
}
