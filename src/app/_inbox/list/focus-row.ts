const LIST_ID = "conversation-list";

/** What the list and its rows are called, so that the keyboard finds them wherever it comes from. */
export const listElementId = LIST_ID;
export const rowElementId = (id: number) => `conversation-row-${id}`;

export function isListFocused(): boolean {
  return document.getElementById(LIST_ID)?.contains(document.activeElement) ?? false;
}

/** Once it is there: a row that was out of sight is made when the list has scrolled to it. */
export function focusRow(id: number): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => document.getElementById(rowElementId(id))?.focus({ preventScroll: true }));
  });
}
