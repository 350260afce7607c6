// A turn of the bot as it is stored (table AiTurn): what went in, what happened step by step, what came of it.

/** A passage the model was shown, or found by itself. */
export interface ShownPassage {
  passageId: number;
  documentId: string;
  /** Of the document, when it was read. */
  documentVersion: number;
  title: string;
  /** The higher the better; only of use beside others of the same search. */
  score: number;
}

export interface AiTurnInputs {
  /** Every message the model has read, in that order. */
  messageIds: number[];
  unansweredMessageIds: number[];
  /** Earlier messages that were left out because the prompt was full. */
  leftOutCount: number;
  /** Messages of which only a part was shown, because they were too long. */
  cutMessageIds: number[];
  passages: ShownPassage[];
}

/** A tool the model has called, as it wrote it. */
export interface StoredToolCall {
  id: string;
  name: string;
  /** As the model wrote them; undefined when they are no JSON. */
  arguments: unknown;
}

/** One question to a provider and what came back. */
export interface AskedStep {
  kind: "asked";
  /** AiUsage.id. */
  callId: number;
  provider: string;
  model: string;
  content: string;
  toolCalls: StoredToolCall[];
  /** "stop", "length", "tool_calls", …: the provider's word. */
  finishReason: string | null;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costMicroUsd: number | null;
  elapsedMs: number;
  /** Null when it was answered. */
  errorCode: string | null;
  /** Epoch milliseconds, by the clock of whoever asked: when the answer came. */
  at: number;
  /** It came when another runner had the job: a fact of the bill, and no part of the turn. */
  isLate?: true;
}

/** A tool that was carried out, or refused. */
export interface ToolStep {
  kind: "tool";
  toolCallId: string;
  name: string;
  tier: "read" | "write" | "reply" | "handover" | "unknown";
  arguments: unknown;
  /** What the model was told. */
  result: unknown;
  /** Why it was refused; null when it was carried out. */
  error: string | null;
  /** What it has found, so that an attempt that goes on from here need not search again. */
  passages?: ShownPassage[];
}

/** What the guards had against an answer. */
export interface FindingStep {
  kind: "finding";
  codes: string[];
  /**
   * repair: the model was told and asked again. next: another provider was asked. handover: a person is to answer.
   * cut: it was mended here.
   */
  then: "repair" | "next" | "handover" | "cut";
}

/** A provider that was not asked. */
interface SkippedStep {
  kind: "skipped";
  provider: string;
  why: "circuit_open" | "budget";
}

export type AiTurnStep = AskedStep | ToolStep | FindingStep | SkippedStep;

export type AiTurnOutcome =
  | "thinking"
  | "reply"
  | "handover"
  | "unavailable"
  | "not_asked"
  | "aborted"
  /** Its process died, and the customer wrote on before another took it up. */
  | "abandoned";

/** A turn that a dead or interrupted attempt has left: the next one goes on from its steps. */
export interface OpenTurn {
  id: string;
  seenCount: number;
  inputs: AiTurnInputs;
  steps: AiTurnStep[];
}
