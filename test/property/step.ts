import type { SendVerdict } from "@/domain/outbound/begin-sends";
import type { Call } from "./fake-meta";
import type { Ending, Runner } from "./model";
import type { State } from "./observe";

/** What was done last, as far as a rule has to know. */
export type Step =
  | { kind: "redelivered" | "prolonged" | "policy" | "other" }
  | { kind: "erased"; conversationId: number }
  | { kind: "resent"; jobId: number }
  | { kind: "claimed"; runners: Runner[] }
  | { kind: "begun"; runner: Runner; verdict: SendVerdict; call: Call | null }
  | { kind: "recorded"; runner: Runner }
  | { kind: "ended"; runner: Runner; ending: Ending };

/** A step with the states before and after it. */
export interface Moment {
  step: Step;
  before: State;
  after: State;
}
