// What only WhatsApp has: files, taps, people without a number, and people who want no more messages.

import { env } from "@/lib/env";
import { waitUntil } from "../local/processes";
import { contactsOf, conversation, filesOf, sendsOf } from "./observe";
import type { Story } from "./scenes";
import { announce, type Line } from "./screen";

const WAIT_MS = 30_000;
const isDone = ({ status }: { status: string }) => status === "done";

export async function filesArrive(story: Story): Promise<Line> {
  const claim = "A photo, a voice note and a location are kept, fetched and answered";
  announce("A customer sends a photo, a voice note and a location");
  const from = story.newCustomer();
  const types = ["image", "audio", "location"];
  const wamids: string[] = [];
  for (const type of types) wamids.push(...(await story.sends({ from, type, name: "Ana" })));
  await story.jobs(wamids, "the messages to be answered", isDone);
  const files = await waitUntil(
    async () => {
      const found = await filesOf(wamids);
      return found.length === 2 && found.every(({ status }) => status === "stored") ? found : undefined;
    },
    { what: "the files to be fetched", timeoutMs: WAIT_MS },
  );
  const seconds = files.find(({ kind }) => kind === "voice")?.durationMs ?? 0;
  return {
    claim,
    held: seconds > 0,
    seen: `${files.map(({ kind, bytes }) => `${kind} ${bytes} bytes`).join(", ")}; the voice note is ${seconds / 1_000} s`,
  };
}

export async function oneConversationWithoutNumber(story: Story): Promise<Line> {
  const claim = "A customer whose number Meta withholds is answered, and stays one person when it comes";
  announce("A customer with a user name writes, without a number; later the number comes");
  const from = story.newCustomer();
  const hidden = await story.sends({ from, type: "text", text: "Do you ship to Porto?", omitPhone: true });
  await story.jobs(hidden, "the message to be answered", isDone);
  const shown = await story.sends({
    from,
    type: "text",
    text: "And how long does it take?",
    omitPhone: false,
  });
  const jobs = await story.jobs([...hidden, ...shown], "both messages to be answered", isDone);
  const contacts = await contactsOf([...hidden, ...shown]);
  const sends = await sendsOf([...hidden, ...shown]);
  const conversations = new Set(jobs.map(({ conversationId }) => conversationId)).size;
  return {
    claim,
    held: contacts === 1 && conversations === 1 && sends.every(({ status }) => status === "accepted"),
    seen: `${contacts} contact, ${conversations} conversation, ${sends.length} sends accepted`,
  };
}

export async function stopObeyed(story: Story): Promise<Line> {
  const claim = "STOP is confirmed once and obeyed";
  announce("A customer writes STOP, and something else afterwards");
  const customer = story.newCustomer();
  const { wamids } = await story.writes(customer, "STOP");
  const [job] = await story.jobs(wamids, "the confirmation", isDone);
  const later = await story.writes(customer, "Hello?");
  const [quiet] = await story.jobs(later.wamids, "silence", ({ status }) => status === "cancelled");
  const sends = await sendsOf([...wamids, ...later.wamids]);
  const state = await conversation(job?.conversationId ?? 0);
  const held =
    sends.length === 1 && sends[0]?.body === env().OPT_OUT_MESSAGE && quiet?.errorCode === "OPTED_OUT";
  return {
    claim,
    held: held && state?.mode === "BOT",
    seen: `“${sends[0]?.body.slice(0, 40)}…”, later message ${quiet?.errorCode}`,
  };
}
