// Turns the app's log and the simulator's events into the stages a spectator can follow.

import type { SimulatorEvent } from "@/simulator";
import { type Colour, stage } from "./screen";

interface LogLine {
  time: string;
  msg: string;
  jobId?: number;
  conversationId?: number;
  requestId?: string;
  wasDuplicate?: boolean;
  elapsed?: string;
  attempt?: number;
  provider?: string;
  replyLength?: number;
  hasHandover?: boolean;
  code?: string;
  reason?: string;
  delay?: string;
  status?: string;
}

type Telling = [pattern: RegExp, where: Colour, tell: (line: LogLine) => string];

const tellings: Telling[] = [
  [/^\[WEBHOOK\] Job enqueued/, "webhook", enqueued],
  [/^\[JOB-RUNNER\] picked/, "runner", ({ jobId, attempt }) => `job ${jobId} picked, attempt ${attempt}`],
  [
    /^\[ORCHESTRATOR\] Provider gave/,
    "ai",
    ({ provider, code }) => `${provider} gave no usable answer (${code})`,
  ],
  [/^\[JOB-RUNNER\] Orchestrator complete/, "ai", orchestrated],
  [
    /^\[JOB-RUNNER\] Thinking again/,
    "runner",
    ({ jobId }) => `job ${jobId}: the customer wrote again, thinking again`,
  ],
  [
    /^\[JOB-RUNNER\] outbound outcome unknown/,
    "runner",
    ({ jobId }) => `job ${jobId}: no answer came back, outcome unknown`,
  ],
  [/^\[JOB-RUNNER\] outbound refused/, "runner", ({ jobId, code }) => `job ${jobId}: refused with ${code}`],
  [/^\[JOB-RUNNER\] Job \d+ completed/, "runner", ({ jobId }) => `job ${jobId} done`],
  [/^\[JOB-RUNNER\] Job \d+ \w+ /, "runner", ended],
];

/** Tells one line of the app's log; lines that mean nothing to a spectator are left out. */
export function narrateLog(text: string): void {
  const line = parse(text);
  const telling = line && tellings.find(([pattern]) => pattern.test(line.msg));
  if (line && telling) stage(telling[1], telling[2](line), new Date(line.time));
}

/** Tells what happens on Meta's side and on the customer's phone. */
export function narrateEvent(event: SimulatorEvent): void {
  const at = new Date(event.at);
  switch (event.type) {
    case "message":
      stage("meta", `customer ${event.customer} writes: ${quote(event.text)}`, at);
      break;
    case "send":
      stage(
        "meta",
        `${event.outcome}: ${quote(event.text)}${event.wamid ? ` as ${short(event.wamid)}` : ""}`,
        at,
      );
      break;
    case "receipt":
      stage("receipt", `${event.status} ${short(event.wamid)}`, at);
      break;
  }
}

function enqueued({ jobId, wasDuplicate, elapsed, requestId }: LogLine): string {
  return wasDuplicate
    ? `duplicate absorbed, still job ${jobId} (${requestId})`
    : `durable in ${elapsed}, job ${jobId} (${requestId})`;
}

function orchestrated({ jobId, provider, elapsed, replyLength, hasHandover }: LogLine): string {
  const who = provider === "none" ? "no AI: the business's own sentence" : provider;
  return `job ${jobId}: ${who}, ${replyLength} characters in ${elapsed}${hasHandover ? ", hands over to a person" : ""}`;
}

function ended({ jobId, code, delay, msg }: LogLine): string {
  const to = / Job \d+ (\w+)/.exec(msg)?.[1];
  return `job ${jobId} ${to}${code ? `, ${code}` : ""}${delay ? `, again in ${delay}` : ""}`;
}

function parse(text: string): LogLine | undefined {
  try {
    const line = JSON.parse(text);
    return typeof line?.msg === "string" ? line : undefined;
  } catch {
    return undefined; // The framework's own lines are no JSON.
  }
}

function quote(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ");
  return `“${flat.length > 70 ? `${flat.slice(0, 69)}…` : flat}”`;
}

function short(wamid: string): string {
  return `${wamid.slice(0, 12)}…${wamid.slice(-6)}`;
}
