// What must hold in the moment in which Meta takes a message: from here on the customer has it.

import type { Call } from "../fake-meta";
import type { Model } from "../model";
import { must } from "./broken";

/** @throws Broken. */
export function checkAcceptance(model: Model, taken: Call): void {
  const others = model.meta.accepted.filter(
    (call) => call !== taken && call.conversationId === taken.conversationId && call.author === "BOT",
  );
  once(model, taken, others);
  if (taken.author !== "BOT") return;
  // A reply of which a part is known to be missing is not whole: the customers' messages may be answered by another.
  const arrived = others.filter((call) => countsAsSaid(call, taken));
  const said = arrived.filter((call) => call.jobId !== taken.jobId && isWhole(call, arrived));
  answeredOnce(model, taken, said);
  inOrder(model, taken, said);
}

/**
 * Whether a reply forbids another one to the same messages. It does not when it is known that it did not arrive, or
 * when somebody has decided that it did not and nothing had proved the contrary before the other one began.
 */
function countsAsSaid({ hasFailed, isWrittenOff, toldAt }: Call, taken: Call): boolean {
  return !hasFailed && (!isWrittenOff || toldAt < taken.begunAt);
}

function isWhole({ jobId, parts }: Call, calls: Call[]): boolean {
  const taken = calls.filter((call) => call.jobId === jobId).map(({ part }) => part);
  return new Set(taken).size === parts;
}

function once(model: Model, taken: Call, others: Call[]): void {
  const twin = others.find(({ key }) => key === taken.key);
  must(!twin, "a key reaches Meta at most once", () => `"${taken.key}" was accepted twice`);
  const again = others.filter(({ jobId, part }) => jobId === taken.jobId && part === taken.part).length;
  const decided = model.decisionsFor(taken.jobId, taken.part);
  const what = () =>
    `part ${taken.part} of the ${model.nameOfJob(taken.jobId)}, ${again + 1} times after ${decided} decisions`;
  must(again <= decided, "a part reaches Meta once, and once more for each decision to resend it", what);
}

/** Unless the customer is said to have it twice perhaps. */
function answeredOnce(model: Model, taken: Call, said: Call[]): void {
  if (isMarked(model, taken)) return;
  for (const message of taken.answers) {
    if (model.askedAgain.has(message)) continue;
    const other = said.find(({ answers }) => answers.includes(message));
    const what = () => `${model.nameOfMessage(message)} is answered by ${other?.reply} and by ${taken.reply}`;
    must(!other, "a customer's message is answered once", what);
  }
}

function isMarked({ state }: Model, { messageId }: Call): boolean {
  return state.messages.some((message) => message.id === messageId && message.possibleDuplicate);
}

/** What was held for a person, or ended and tried again, may come late. */
function inOrder(model: Model, taken: Call, said: Call[]): void {
  const isInTurn = ({ answers }: Call) => !answers.some((message) => model.outOfTurn.has(message));
  if (!isInTurn(taken)) return;
  const first = Math.min(...taken.answers);
  const later = said.find((call) => isInTurn(call) && call.answers.some((message) => message > first));
  const what = () => `${taken.reply} to ${model.namesOf(taken.answers)} comes after ${later?.reply}`;
  must(!later, "customers' messages are answered in their order", what);
}
