// What happens in a turn, step by step, on its way into the database: what a call has brought is stored with that call, and
// what happened between two calls with the next of them. An attempt that goes on where another one died reads the stored
// answers from here instead of asking again.

import { randomUUID } from "node:crypto";
import {
  type AiTurnOutcome,
  type AiTurnStep,
  type AskedStep,
  type Budgets,
  beginCall,
  type CallPurpose,
  type CallVerdict,
  endCall,
  endTurn,
  type FindingStep,
  noBudgets,
  type ShownPassage,
  type ToolStep,
  type TurnToStore,
} from "@/domain/ai-turns";
import type { Turn } from "@/domain/outbound";
import type { Persona } from "@/domain/persona";
import type { AiAnswer } from "@/infra/ai/ask-provider";
import type { AiProvider } from "@/infra/ai/providers";
import type { Prompt } from "./build-prompt";

export interface RecordedJob {
  id: number;
  organizationId: string;
  /** Given by the runner that holds the job: without its lease nothing more is asked. */
  leaseToken?: string;
}

interface Recorded {
  job: RecordedJob;
  turn: Turn;
  purpose: Extract<CallPurpose, "reply" | "rerun" | "eval">;
  persona: Persona;
  prompt: Prompt;
  passages: ShownPassage[];
  budgets: Budgets;
}

export class TurnRecord {
  readonly id: string;
  /** All of the turn, also those of attempts before this one. */
  readonly steps: AiTurnStep[];
  readonly #about: Recorded;
  readonly #toReplay: AskedStep[];
  readonly #findings: FindingStep[];
  #pending: AiTurnStep[] = [];

  constructor(about: Recorded) {
    const open = about.purpose === "reply" ? about.turn.openTurn : null;
    const goesOn = open?.seenCount === about.turn.inboundCount;
    this.#about = about;
    this.id = goesOn ? open.id : randomUUID();
    this.steps = goesOn ? [...open.steps] : [];
    this.#findings = this.steps.filter((step) => step.kind === "finding");
    this.#toReplay = this.steps.filter(
      (step): step is AskedStep => step.kind === "asked" && !step.isLate && step.errorCode !== "ABORTED",
    );
  }

  /** The next answer that is stored already. */
  takeStored(): AskedStep | undefined {
    return this.#toReplay.shift();
  }

  /** What a tool has come to in an attempt before this one. */
  storedTool(toolCallId: string): ToolStep | undefined {
    return this.steps.find(
      (step): step is ToolStep => step.kind === "tool" && step.toolCallId === toolCallId,
    );
  }

  note(step: AiTurnStep): void {
    if (step.kind === "finding" && this.#isStored(step)) return;
    this.steps.push(step);
    this.#pending.push(step);
  }

  /** What was found in a stored answer is found in it again. */
  #isStored(step: FindingStep): boolean {
    const [next] = this.#findings;
    if (next?.then !== step.then || next.codes.join() !== step.codes.join()) return false;
    this.#findings.shift();
    return true;
  }

  async begin(provider: AiProvider, estimatedMicroUsd: number): Promise<CallVerdict> {
    const { job, turn, purpose, budgets } = this.#about;
    const isReply = purpose === "reply";
    const sent = this.#pending;
    const verdict = await beginCall({
      organizationId: job.organizationId,
      jobId: purpose === "eval" ? null : job.id,
      turnId: purpose === "eval" ? null : this.id,
      contactId: isReply ? turn.contactId : null,
      purpose,
      provider: provider.name,
      model: provider.model,
      estimatedMicroUsd,
      budgets: isReply ? budgets : noBudgets,
      turn: this.#toStore(sent),
      leaseToken: job.leaseToken ?? null,
    });
    if (verdict.verdict === "ask") this.#pending = this.#pending.slice(sent.length);
    return verdict;
  }

  /** Stores an answer, before anything is done with it. */
  async end(callId: number, answer: AiAnswer): Promise<AskedStep> {
    const { job, purpose } = this.#about;
    const { chargedMicroUsd, ...call } = answer.call;
    const isAnswered = answer.kind === "answered";
    const step: AskedStep = {
      kind: "asked",
      callId,
      ...call,
      content: isAnswered ? answer.content : "",
      toolCalls: isAnswered ? answer.toolCalls : [],
      finishReason: isAnswered ? answer.finishReason : null,
      at: Date.now(),
    };
    const turn = purpose === "eval" ? null : { id: this.id, step };
    const { leaseToken = null } = job;
    await endCall({ ...call, callId, chargedMicroUsd, turn, jobId: job.id, leaseToken });
    this.steps.push(step);
    return step;
  }

  /** Stores what no call has stored. The turn is open until its reply is stored on the job. */
  async keep(): Promise<void> {
    if (this.#pending.length > 0) await this.close("thinking", null);
  }

  async close(outcome: AiTurnOutcome, reason: string | null): Promise<void> {
    const turn = this.#toStore(this.#pending);
    this.#pending = [];
    if (turn) await endTurn({ turn, outcome, reason });
  }

  #toStore(steps: AiTurnStep[]): TurnToStore | null {
    const { job, turn, purpose, persona, prompt, passages } = this.#about;
    if (purpose === "eval") return null;
    return {
      id: this.id,
      organizationId: job.organizationId,
      conversationId: turn.conversationId,
      jobId: job.id,
      purpose,
      seenCount: turn.inboundCount,
      personaVersion: persona.version,
      promptVersion: prompt.promptVersion,
      promptHash: prompt.promptHash,
      inputs: { ...prompt.inputs, passages },
      steps,
    };
  }
}
