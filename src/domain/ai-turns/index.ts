export type {
  AiTurnInputs,
  AiTurnOutcome,
  AiTurnStep,
  AskedStep,
  FindingStep,
  OpenTurn,
  ShownPassage,
  SkippedStep,
  StoredToolCall,
  ToolStep,
} from "./ai-turn";
export { bookCall } from "./book-call";
