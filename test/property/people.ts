// What people do: those who work with the product, and the customers.

import { resumeIntegration } from "@/domain/integrations";
import {
  cancelJob,
  confirmSent,
  handBack,
  replyAsPerson,
  resendUncertain,
  retryJob,
  takeOver,
} from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import { isAppError } from "@/lib/errors";
import { isOpen } from "./fake-meta";
import type { Customer } from "./model";
import type { ConversationState, JobState } from "./observe";
import type { World } from "./world";

const actor = "user:test";

/** Whether the product did it; else it has found nothing to do it to. */
async function isFound(verb: Promise<unknown>): Promise<boolean> {
  try {
    await verb;
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "NOT_FOUND") return false;
    throw error;
  }
}

export type Speaking = "takes over" | "hands back" | "writes" | "writes the same again";

/** Somebody looks after a conversation. In one that was deleted there is nothing to be done. */
export async function speak(world: World, customer: Customer, how: Speaking): Promise<void> {
  const { model } = world;
  const conversation = model.conversationOf(customer);
  if (!conversation) return;
  const intervention = { conversationId: conversation.id, actor };
  if (how === "writes") model.words += 1;
  const text = `words ${model.words}`;
  await world.act(
    `somebody ${how} ${how.startsWith("writes") ? `"${text}" to ${customer.name}` : customer.name}`,
    async () => {
      const verb =
        how === "takes over"
          ? takeOver(intervention)
          : how === "hands back"
            ? handBack(intervention)
            : replyAsPerson({ ...intervention, text, clientId: text }, "test");
      const isDone = await isFound(verb);
      if (isDone === conversation.isDeleted) throw new Error(`${how}: done is ${isDone}`);
      if (isDone && how === "hands back") model.takenOver.delete(conversation.id);
      if (isDone && how !== "hands back") silence(world, conversation);
      return { kind: "other" };
    },
  );
}

function silence({ model }: World, { id }: ConversationState): void {
  model.takenOver.add(id);
  for (const job of model.state.jobs) if (job.conversationId === id) model.excepted.delete(job.id);
}

export type Operation = "retries" | "cancels" | "confirms" | "resends";

/** An operator does something with a job, whether or not it makes sense. */
export async function operate(world: World, job: JobState, how: Operation): Promise<void> {
  const { model } = world;
  await world.act(`an operator ${how} the ${model.nameOfJob(job.id)}`, async () => {
    const isDone = await isFound(operations[how](job.id, actor));
    model.tellMore(isDone ? "" : ": there is nothing to be done");
    if (isDone) remember(world, job, how);
    return how === "resends" ? { kind: "resent", jobId: job.id } : { kind: "other" };
  });
}

const operations: Record<Operation, (id: number, actor: string) => Promise<unknown>> = {
  retries: retryJob,
  cancels: cancelJob,
  confirms: confirmSent,
  resends: resendUncertain,
};

function remember({ model }: World, job: JobState, how: Operation): void {
  if (how === "retries" && job.inboundMessageId !== null) model.askedAgain.add(job.inboundMessageId);
  if (how === "cancels") (job.status === "uncertain" ? model.givenUp : model.cancelledByOperator).add(job.id);
  if (how === "cancels") model.writeOff(job);
  if (how === "resends") model.excepted.add(job.id);
  if (how !== "confirms") return;
  const open = model.meta.calls.filter(
    (call) => call.jobId === job.id && call.part === job.partsSent + 1 && isOpen(call),
  );
  const last = open.at(-1);
  if (last) last.isVouchedFor = true;
}

export type Departure = "is deleted" | "is erased" | "opts out";

const departures: Record<Departure, string> = {
  "is deleted": `UPDATE "Conversation" SET "deletedAt" = now() WHERE id = $1`,
  "is erased": `DELETE FROM "Conversation" WHERE id = $1`,
  "opts out": `UPDATE "Contact" SET "optedOutAt" = now() WHERE id = (SELECT "contactId" FROM "Conversation" WHERE id = $1)`,
};

/** A conversation or its customer goes. */
export async function depart(world: World, customer: Customer, how: Departure): Promise<void> {
  const { model } = world;
  const conversation = model.conversationOf(customer);
  if (!conversation) return;
  const subject = how === "opts out" ? customer.name : `the conversation with ${customer.name}`;
  await world.act(`${subject} ${how}`, async () => {
    await run({ name: `property ${how}`, text: departures[how] }, [conversation.id]);
    if (how === "opts out") model.optedOut.add(customer.phone);
    return how === "is erased" ? { kind: "erased", conversationId: conversation.id } : { kind: "other" };
  });
}

/** Lets a number that Meta had refused send again. */
export async function resumeNumber(world: World): Promise<void> {
  await world.act("the number is put right", async () => {
    await resumeIntegration(world.model.number.phoneNumberId);
    return { kind: "other" };
  });
}
