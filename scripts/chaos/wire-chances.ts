// What goes wrong on the wire at random, all the time. Every one of these tells its outcome in the end, by an answer or
// by a receipt; what nobody ever tells is thrown in one by one (WireFaults.swallowOne).

import type { FaultDraft } from "@/simulator";

type ActionOf<Target, Draft = FaultDraft> = Draft extends { target: infer Targets; action: infer Action }
  ? Target extends Targets
    ? Action
    : never
  : never;

interface Chance {
  kind: string;
  probability: number;
  draft: FaultDraft;
}

export const chances: Chance[] = [
  refused(0.03, 131000),
  refused(0.02, 131016),
  refused(0.02, 2),
  refused(0.005, 131056),
  send(0.02, "takes it, cuts the answer", { type: "accept-then-cut" }),
  send(0.01, "takes it, answers half", { type: "accept-then-truncate" }),
  send(0.02, "takes it, a proxy answers 502", { type: "accept-then-http-error", status: 502 }),
  send(0.01, "takes it, never answers", { type: "accept-then-hang" }),
  send(0.01, "takes it, answers after the time limit", { type: "accept-then-delay", ms: 3_000 }),
  send(0.01, "takes it after the caller has given up", { type: "delay", ms: 3_000 }),
  // Long enough to be killed, stopped or cut off from the database in the middle of.
  send(0.1, "takes it slowly", { type: "delay", ms: 500 }),
  send(0.1, "takes it, answers slowly", { type: "accept-then-delay", ms: 500 }),
  ai(0.04, "503", { type: "refuse", status: 503 }),
  ai(0.03, "429", { type: "refuse", status: 429 }),
  ai(0.03, "garbage", { type: "garbage" }),
  ai(0.02, "empty answer", { type: "empty" }),
  ai(0.02, "no answer", { type: "hang" }),
  ai(0.02, "cut", { type: "cut" }),
  ai(0.05, "slow", { type: "delay", ms: 1_200 }),
  webhook(0.06, "twice and thrice", { type: "duplicate", copies: 2 }),
  webhook(0.05, "overtaken", { type: "reorder" }),
  webhook(0.03, "late", { type: "delay", ms: 1_000 }),
  receipt(0.06, "twice and thrice", { type: "duplicate", copies: 2 }),
  receipt(0.05, "overtaken", { type: "reorder" }),
  receipt(0.05, "late", { type: "delay", ms: 2_000 }),
];

function refused(probability: number, code: number): Chance {
  return send(probability, `refuses with ${code}`, { type: "refuse", code });
}

function send(probability: number, what: string, action: ActionOf<"send">): Chance {
  return { kind: `Meta: ${what}`, probability, draft: { target: "send", action } };
}

function ai(probability: number, what: string, action: ActionOf<"ai">): Chance {
  return { kind: `AI: ${what}`, probability, draft: { target: "ai", action } };
}

function webhook(probability: number, what: string, action: ActionOf<"webhook">): Chance {
  return { kind: `webhook: ${what}`, probability, draft: { target: "webhook", action } };
}

function receipt(probability: number, what: string, action: ActionOf<"receipt">): Chance {
  return { kind: `receipt: ${what}`, probability, draft: { target: "receipt", action } };
}
