// What the phone shows, put together out of the simulator's events. Pure: the same events make the same world.

export interface PhoneMessage {
  wamid: string;
  /** The customer's own, or the business's. */
  isMine: boolean;
  type: string;
  text: string;
  /** As Meta has it. */
  payload: Record<string, unknown>;
  /** Epoch milliseconds. */
  at: number;
  status: "PENDING" | "SENT" | "DELIVERED" | "READ" | "FAILED";
  code: number | null;
  /** Of the customer's own: changed or taken back afterwards. */
  editedText?: string;
  isRevoked?: boolean;
  /** By who reacted: true is the customer. */
  reactions: Map<boolean, string>;
}

export interface World {
  /** By customer, then by wamid, in the order they came. */
  threads: Map<string, Map<string, PhoneMessage>>;
  /** Until when the business is shown as typing, by customer. */
  typingUntil: Map<string, number>;
  /** Customers in the order of what they did last, newest last. */
  seen: Map<string, number>;
}

export type PhoneEvent = { seq: number; at: string } & (
  | {
      type: "message";
      wamid: string;
      customer: string;
      messageType: string;
      text: string;
      payload?: Record<string, unknown>;
    }
  | {
      type: "send";
      outcome: string;
      customer: string;
      messageType: string;
      text: string;
      wamid?: string;
      payload?: Record<string, unknown>;
    }
  | { type: "receipt"; wamid: string; status: string; customer: string; code?: number }
  | { type: "read"; wamid: string; customer: string; isTyping: boolean }
  | { type: "delivery" | "media" | "ai" }
  | { type: "control"; action: string }
);

/** WhatsApp's own: the bubble goes after 25 seconds, or when the answer comes (Meta, typing-indicators). */
const TYPING_MS = 25_000;

const ranks = ["PENDING", "SENT", "DELIVERED", "READ"] as const;
const statuses: Record<string, PhoneMessage["status"]> = {
  sent: "SENT",
  delivered: "DELIVERED",
  read: "READ",
  played: "READ",
  failed: "FAILED",
};

export const emptyWorld = (): World => ({ threads: new Map(), typingUntil: new Map(), seen: new Map() });

/** The world after some more events; what has not changed stays the same object. */
export function live(world: World, events: PhoneEvent[]): World {
  const next: World = {
    threads: new Map(world.threads),
    typingUntil: new Map(world.typingUntil),
    seen: new Map(world.seen),
  };
  for (const event of events) happen(next, event);
  return next;
}

function happen(world: World, event: PhoneEvent): void {
  switch (event.type) {
    case "message":
      write(world, event);
      break;
    case "send":
      receive(world, event);
      break;
    case "receipt":
      advance(world, event);
      break;
    case "read":
      read(world, event);
      break;
    case "control":
      if (event.action !== "reset") return;
      for (const part of [world.threads, world.typingUntil, world.seen]) part.clear();
  }
}

function threadOf(world: World, customer: string): Map<string, PhoneMessage> {
  const thread = new Map(world.threads.get(customer));
  world.threads.set(customer, thread);
  return thread;
}

type Of<Type> = Extract<PhoneEvent, { type: Type }>;

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
const word = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function write(world: World, event: Of<"message">): void {
  const { wamid, customer, messageType: type, text, payload = {} } = event;
  const thread = threadOf(world, customer);
  touch(world, customer, event.at);
  const original = word(field(field(payload, type), "original_message_id"));
  const target = original === undefined ? undefined : thread.get(original);
  if (target && type === "revoke") thread.set(target.wamid, { ...target, isRevoked: true });
  else if (target && type === "edit")
    thread.set(target.wamid, { ...target, editedText: editedText(payload) ?? text });
  else if (type === "reaction") react(thread, payload, true);
  else thread.set(wamid, newMessage(event, { wamid, type, text, payload, isMine: true, status: "SENT" }));
}

/** Meta, webhooks/reference/messages/edit. */
function editedText(payload: Record<string, unknown>): string | undefined {
  const message = field(field(payload, "edit"), "message");
  return word(field(field(message, "text"), "body")) ?? word(field(field(message, "image"), "caption"));
}

function receive(world: World, event: Of<"send">): void {
  const { wamid, customer, messageType: type, text, payload = {}, outcome } = event;
  if (outcome !== "accepted" || wamid === undefined) return;
  world.typingUntil.delete(customer);
  touch(world, customer, event.at);
  const thread = threadOf(world, customer);
  if (type === "reaction") react(thread, payload, false);
  else thread.set(wamid, newMessage(event, { wamid, type, text, payload, isMine: false, status: "PENDING" }));
}

function newMessage(
  { at }: PhoneEvent,
  message: Pick<PhoneMessage, "wamid" | "type" | "text" | "payload" | "isMine" | "status">,
): PhoneMessage {
  return { ...message, at: Date.parse(at), code: null, reactions: new Map() };
}

function react(thread: Map<string, PhoneMessage>, payload: unknown, isCustomer: boolean): void {
  const reaction = field(payload, "reaction");
  const target = thread.get(word(field(reaction, "message_id")) ?? "");
  if (!target) return;
  const reactions = new Map(target.reactions);
  const emoji = word(field(reaction, "emoji"));
  if (emoji) reactions.set(isCustomer, emoji);
  else reactions.delete(isCustomer);
  thread.set(target.wamid, { ...target, reactions });
}

function advance(world: World, { customer, wamid, status, code }: Of<"receipt">): void {
  const message = world.threads.get(customer)?.get(wamid);
  const next = statuses[status];
  if (!message || message.isMine || !next) return;
  const rank = (of: PhoneMessage["status"]) => ranks.indexOf(of as (typeof ranks)[number]);
  if (next !== "FAILED" && rank(next) <= rank(message.status)) return;
  threadOf(world, customer).set(wamid, { ...message, status: next, code: code ?? null });
}

/** The business has read everything up to this message, and may be typing. */
function read(world: World, { customer, wamid, isTyping, at }: Of<"read">): void {
  const thread = threadOf(world, customer);
  for (const message of [...thread.values()]) {
    if (message.isMine) thread.set(message.wamid, { ...message, status: "READ" });
    if (message.wamid === wamid) break;
  }
  if (isTyping) world.typingUntil.set(customer, Date.parse(at) + TYPING_MS);
}

function touch(world: World, customer: string, at: string): void {
  world.seen.delete(customer);
  world.seen.set(customer, Date.parse(at));
}
