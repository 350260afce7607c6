export type { FoundPassage } from "./found-passage";
