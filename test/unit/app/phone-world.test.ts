import { describe, expect, it } from "vitest";
import { emptyWorld, live, type PhoneEvent } from "@/app/_phone/world";

const CUSTOMER = "5511987650101";
let seq = 0;

type Body = PhoneEvent extends infer Event ? (Event extends PhoneEvent ? Omit<Event, "seq" | "at"> : never) : never;

function happened(...bodies: Body[]) {
  const events = bodies.map((body) => {
    seq += 1;
    return { seq, at: new Date(1_700_000_000_000 + seq * 1_000).toISOString(), ...body } as PhoneEvent;
  });
  return live(emptyWorld(), events);
}

const wrote = (wamid: string, fields: object = {}): Body =>
  ({ type: "message", wamid, customer: CUSTOMER, messageType: "text", text: "Hello", ...fields }) as Body;
const sent = (wamid: string, fields: object = {}): Body =>
  ({
    type: "send",
    outcome: "accepted",
    wamid,
    customer: CUSTOMER,
    messageType: "text",
    text: "Hi",
    ...fields,
  }) as Body;
const receipt = (wamid: string, status: string, code?: number): Body => ({
  type: "receipt",
  wamid,
  status,
  customer: CUSTOMER,
  code,
});

const thread = (world: ReturnType<typeof live>) => [...(world.threads.get(CUSTOMER)?.values() ?? [])];

describe("the phone", () => {
  it("a receipt that comes late takes no tick back", () => {
    const world = happened(sent("a"), receipt("a", "read"), receipt("a", "delivered"));
    expect(thread(world)).toMatchObject([{ status: "READ", isMine: false }]);
  });

  it("shows why a message did not arrive", () => {
    const world = happened(sent("a"), receipt("a", "sent"), receipt("a", "failed", 131026));
    expect(thread(world)).toMatchObject([{ status: "FAILED", code: 131026 }]);
  });

  it("what Meta refused never comes", () => {
    expect(thread(happened(sent("a", { outcome: "refused" })))).toEqual([]);
  });

  it("a reading mark holds for everything up to it, and the typing ends with the answer", () => {
    const read: Body = { type: "read", wamid: "b", customer: CUSTOMER, isTyping: true };
    const before = happened(wrote("a"), wrote("b"), wrote("c"), read);
    expect(thread(before).map(({ status }) => status)).toEqual(["READ", "READ", "SENT"]);
    expect(before.typingUntil.has(CUSTOMER)).toBe(true);
    expect(happened(wrote("a"), wrote("b"), read, sent("d")).typingUntil.has(CUSTOMER)).toBe(false);
  });

  it("a reaction stands on its message, and one that is taken back is gone", () => {
    const reaction = (emoji: string) =>
      wrote("r", { messageType: "reaction", payload: { reaction: { message_id: "a", emoji } } });
    expect(thread(happened(sent("a"), reaction("👍")))[0]?.reactions.get(true)).toBe("👍");
    expect(thread(happened(sent("a"), reaction("👍"), reaction("")))[0]?.reactions.size).toBe(0);
  });

  it("an edited and a deleted message are the same message", () => {
    const edit = wrote("e", {
      messageType: "edit",
      payload: { edit: { original_message_id: "a", message: { text: { body: "Hello!" } } } },
    });
    const revoke = wrote("v", { messageType: "revoke", payload: { revoke: { original_message_id: "a" } } });
    expect(thread(happened(wrote("a"), edit))).toMatchObject([{ wamid: "a", editedText: "Hello!" }]);
    expect(thread(happened(wrote("a"), revoke))).toMatchObject([{ wamid: "a", isRevoked: true }]);
  });

  it("a simulator that forgets everything empties the phone", () => {
    expect(happened(wrote("a"), { type: "control", action: "reset" }).threads.size).toBe(0);
  });
});
