const LIST_ID = "conversation-list";

/** What the list and its rows are called, so that the keyboard finds them wherever it comes from. */
export const listElementId = LIST_ID;
export const rowElementId = (id: number) => `conversation-row-${id}`;

let wasInList = false;

/** Remembers whether one was in the list: what opens above the page (the command menu) does not change that. */
export function followFocus(): () => void {
  const follow = ({ target }: FocusEvent) => {
    if (target instanceof Element && !target.closest("[role=dialog], [role=menu]"))
      wasInList = target.closest(`#${LIST_ID}`) !== null;
  };
  document.addEventListener("focusin", follow);
  return () => document.removeEventListener("focusin", follow);
}

export function isListFocused(): boolean {
  return wasInList;
}

/** Once it is there: a row that was out of sight is made when the list has scrolled to it. */
export function focusRow(id: number): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => document.getElementById(rowElementId(id))?.focus({ preventScroll: true }));
  });
}
