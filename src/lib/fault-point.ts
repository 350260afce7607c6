// Places at which a process can be made to die in a test: before and after every effect that others can see. Nothing in
// the product can arm one, neither the environment nor a request: only a module preloaded into the process
// (`node --import`) sets the hook, and only the tests have such a module (test/faults/arm.mjs). Without it a fault
// point is one look at an undefined property.

/** Every fault point, with what is durable when it is reached. The matrix in test/faults has a row for each. */
export const faultPoints = {
  "ingest.received": "the webhook is verified, nothing of it is stored",
  "ingest.stored": "everything in the webhook is committed, Meta has no answer",
  "ingest.answered": "Meta has its 200, no runner has been kicked",
  "park.before": "the full write has failed, the raw bytes are not stored",
  "park.after": "the raw bytes are parked, Meta has no answer",
  "replay.before": "a parked delivery is read, nothing of it is stored",
  "replay.after": "a parked delivery is taken in",
  "claim.before": "jobs are due, none is claimed",
  "claim.after": "jobs are claimed, nothing is done with them",
  "orchestrate.asking": "the AI has not been asked",
  "orchestrate.booked": "the call of the AI is booked with an estimate, the AI has not been asked",
  "orchestrate.answered": "the AI has answered and is to be paid, the answer is nowhere",
  "orchestrate.stored": "the AI's answer is stored with its cost, nothing is done with it",
  "orchestrate.falling_back": "the first provider has failed, the second has not been asked",
  "orchestrate.superseded": "the customer has written again, the newer turn is not read",
  "send.before": "the reply is thought, nothing of it is stored",
  "send.begun": "the ledger says sending, no connection to Meta is made",
  "send.writing": "the ledger says sending, the first byte is about to leave",
  "send.answering": "Meta has acted, the head of its answer has come",
  "send.accepted": "Meta has accepted, nothing of that is stored",
  "send.recorded": "acceptance is recorded",
  "send.between_parts": "one part of a reply is with Meta, the next is not begun",
  "settle.refused": "Meta has refused, nothing of that is stored",
  "settle.unknown": "the outcome is unknown, the ledger still says sending",
  "settle.before": "a claim is about to end, nothing of that is stored",
  "settle.after": "a claim has ended, its runner has not gone on",
  "lease.extending": "the AI is thinking, the lease is about to be prolonged",
  "hand_back.before": "the runner is asked to stop, its jobs are not handed back",
  "hand_back.after": "the runner is asked to stop, a job is handed back",
  "receipts.before": "receipts wait for their message, none is applied",
  "receipts.after": "waiting receipts are applied",
  "rescue.before": "leases have run out, no job is rescued",
  "rescue.after": "jobs of dead runners are rescued",
  "reconcile.before": "uncertain sends are silent, nothing is decided",
  "reconcile.after": "the policy has decided",
  "cron.started": "the cron has left its mark, nothing is mended",
  "cron.mended": "everything is mended, no runner is triggered",
  "cleanup.before": "old rows are there, none is removed",
  "cleanup.between_tables": "the rows of one table are removed, those of the next are not",
} as const;

export type FaultPoint = keyof typeof faultPoints;

interface Armed {
  replyOnceFaultHook?: (point: FaultPoint) => void;
}

/** Marks a place at which the process may be killed by a test. */
export function faultPoint(point: FaultPoint): void {
  (globalThis as Armed).replyOnceFaultHook?.(point);
}
