export type { Changes } from "./changes";
export { followChanges } from "./follow-changes";
export { readChanges } from "./read-changes";
