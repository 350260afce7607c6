export type {
  AiTurnInputs,
  AiTurnOutcome,
  AiTurnStep,
  AskedStep,
  FindingStep,
  OpenTurn,
  ShownPassage,
  StoredToolCall,
  ToolStep,
} from "./ai-turn";
export { beginCall, type CallPurpose, type CallVerdict, type TurnToStore } from "./begin-call";
export { bookCall } from "./book-call";
export { type Budgets, budgetsOf, noBudgets } from "./budgets";
export { closeLostCalls } from "./close-lost-calls";
export { decideTurnsSql } from "./decide-turns-sql";
export { endCall } from "./end-call";
export { abandonTurn, endTurn } from "./end-turn";
export { listSpending, readSpending, type SpendingLine } from "./read-spending";
export { readTurnsOfJob, type StoredTurn } from "./read-turns-of-job";
