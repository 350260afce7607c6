import { describe, expect, it } from "vitest";
import { describeMessage } from "@/domain/orchestrator/describe-message";
import { toldIn } from "./prompt";
import { inbound, outbound, turnOf } from "./turn";

const media = (kind: string, filename?: string) => ({
  content: { kind: "media", media: { kind, filename } },
});

describe("a message as the model reads it", () => {
  it.each([
    ["a voice note", inbound(null, "audio", { ...media("voice"), durationMs: 12_400 }), "[voice note, 0:12]"],
    [
      "a long video",
      inbound("Look", "video", { ...media("video"), durationMs: 3_725_000 }),
      "[video, 62:05] Look",
    ],
    ["a sound of which nothing else is known", inbound(null, "audio", { durationMs: 900 }), "[audio, 0:01]"],
    ["a reply", inbound("Yes", "text", { quoted: "Tea or\ncoffee?" }), '[reply to: "Tea or coffee?"] Yes'],
    ["a reaction", inbound("👍", "reaction", { quoted: "Tea?" }), '[reaction to: "Tea?"] 👍'],
    ["a reaction taken back", inbound(null, "reaction", { quoted: "Tea?" }), "[took a reaction back]"],
    ["an edited one", inbound("At ten", "text", { isEdited: true }), "[edited] At ten"],
    [
      "a deleted one",
      inbound(null, "image", { ...media("image"), isRevoked: true }),
      "[deleted by the customer]",
    ],
    ["a deleted one of ours", { ...outbound("Hello"), isRevoked: true }, "[deleted]"],
    [
      "a tap on our button",
      inbound("Yes", "interactive", { content: { kind: "button_reply" }, quoted: "Sure?" }),
      '[reply to: "Sure?"] [tapped button] Yes',
    ],
    [
      "a file",
      inbound("The bill", "document", media("document", "bill\n.pdf")),
      "[document: bill .pdf] The bill",
    ],
    [
      "one from an ad",
      inbound("Hi", "text", { content: { kind: "text", referral: { headline: "Roses" } } }),
      '[came from the ad "Roses"] Hi',
    ],
    ["one from an earlier version", inbound("Yes", "interactive"), "[tapped] Yes"],
    ["one whose content cannot be read", inbound("x", "image", { content: "junk" }), "[image] x"],
    ["one of a kind that came later", inbound("x", "image", { content: { kind: "brand_new" } }), "[image] x"],
  ])("%s", (_, message, expected) => expect(describeMessage(message)).toBe(expected));

  it("quotes no more than reminds", () => {
    const told = describeMessage(inbound("Yes", "text", { quoted: "😀".repeat(5_000) }));
    expect(told).toBe(`[reply to: "${"😀".repeat(200)}…"] Yes`);
  });
});

it("what takes effect on another message is not told by itself, unless that message is not here", () => {
  const revoke = inbound(null, "revoke");
  const edit = inbound(null, "edit");
  const alone = inbound("At ten", "edit");
  const told = toldIn(turnOf([inbound("Hi"), revoke, edit, alone]));
  expect(told).toEqual(["Hi", "[edited an earlier message] At ten"]);
});
