export interface Person {
  phone?: string;
  userId?: string;
}

/** Values that no other row of the table uses. */
export interface Fresh {
  /** The sender before a change of number or user id. */
  person: Person;
  newPhone: string;
  newUserId: string;
  groupId: string;
}

export interface TypeCase {
  /** Meta's type. */
  type: string;
  what: string;
  /** What stands beside id, from, timestamp and type. */
  wire: Record<string, unknown>;
  /** As it is stored, where that is not Meta's. */
  storedAs?: "unsupported";
  body: string | null;
  content: unknown;
  quoted?: string;
  /** The file to fetch. */
  media?: { kind: string; mimeType: string; filename?: string };
  /** Whether somebody waits for an answer, and the customer service window opens. */
  isAnswered: boolean;
  /** What the AI reads; null: nothing. */
  prompt: string | null;
  /** Whom the message is from on the wire, where that is not the person. */
  from?: Record<string, unknown>;
  /** What the person is called afterwards. */
  after?: Person;
  /** Where it makes no sense for a person without one of the names. */
  needs?: "userId";
  isGroup?: true;
}
