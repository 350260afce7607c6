// What has been written and not sent, kept in the browser per person, conversation and mode. It is written only when somebody
// types: an editor that is empty for a moment while another conversation opens takes nothing away.

export type ComposerMode = "reply" | "note";

export interface DraftPlace {
  /** Another person at the same browser finds nothing of theirs. */
  userId: string;
  conversationId: number;
  mode: ComposerMode;
}

export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const PREFIX = "replyonce.draft.";

const keyOf = ({ userId, conversationId, mode }: DraftPlace) =>
  `${PREFIX}${userId}.${conversationId}.${mode}`;

/** Null: the browser keeps nothing for us (private mode, storage switched off). */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function readDraft(storage: DraftStorage | null, place: DraftPlace): string {
  try {
    return storage?.getItem(keyOf(place)) ?? "";
  } catch {
    return "";
  }
}

/** False: there was no room for it. */
export function writeDraft(storage: DraftStorage | null, place: DraftPlace, text: string): boolean {
  try {
    if (text === "") storage?.removeItem(keyOf(place));
    else storage?.setItem(keyOf(place), text);
    return storage !== null;
  } catch {
    return false;
  }
}

/** What was refused goes before what has been written since. */
export function withReturned(draft: string, returned: string): string {
  if (draft.trim() === "" || draft === returned) return returned;
  return `${returned}\n${draft}`;
}
