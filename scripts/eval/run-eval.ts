import { randomUUID } from "node:crypto";
import { PROMPT_VERSION } from "@/domain/orchestrator/system-prompt";
import { prisma } from "@/infra/database/prisma";
import type { Business } from "./business";
import { chooseModel } from "./model";
import { type EvalResult, type Hall, playConversation, playInjection, storeKnowledge } from "./play";
import { readConversations, readInjections } from "./read-set";

export interface EvalRun {
  at: string;
  model: string;
  promptVersion: string;
  results: EvalResult[];
}

export interface EvalOptions {
  /** Only what has this in its id. */
  only?: string | undefined;
  /** provider/model. */
  model?: string | undefined;
  /** A conversation of one's own instead of the set. */
  file?: string | undefined;
  onResult?: (result: EvalResult, at: number, of: number) => void;
}

/** Plays everything that is asked for, one after the other. @throws where there is nothing to play, or no model. */
export async function runEval({ only = "", model: wanted, file, onResult }: EvalOptions): Promise<EvalRun> {
  const conversations = readConversations(file).filter(({ id }) => file || id.includes(only));
  const injections = file ? [] : readInjections().filter(({ id }) => id.includes(only));
  const count = conversations.length + injections.length;
  if (count === 0) throw new Error(`Nothing in test/eval has ${only} in its name.`);
  const model = await chooseModel(wanted);
  const hall: Hall = { model, wanted, organizationOf: organizations() };
  const results: EvalResult[] = [];
  const keep = (result: EvalResult) => {
    results.push(result);
    onResult?.(result, results.length, count);
  };
  try {
    for (const conversation of conversations) keep(await playConversation(conversation, hall));
    await model.playInjections(injections);
    for (const injection of injections) keep(await playInjection(injection, hall));
    return { at: new Date().toISOString(), model: model.name, promptVersion: PROMPT_VERSION, results };
  } finally {
    await model.stop();
  }
}

/** One organization a business, made when it is first asked for: calls of an AI are booked on one, and it has its own knowledge. */
function organizations(): Hall["organizationOf"] {
  const made = new Map<string, string>();
  return async (business: Business) => {
    const known = made.get(business.name);
    if (known) return known;
    const slug = `eval-${randomUUID()}`;
    const { id } = await prisma().organization.create({ data: { name: business.name, slug } });
    await storeKnowledge(id, business);
    made.set(business.name, id);
    return id;
  };
}
