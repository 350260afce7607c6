import { describe, expect, it } from "vitest";
import { readBeside, readContent } from "@/app/_inbox/thread/read-content";

describe("readContent", () => {
  it("reads what a customer sent and what we sent as one shape", () => {
    expect(
      readContent({ type: "image", content: { kind: "media", media: { kind: "image" } } }),
    ).toMatchObject({ kind: "media", media: "image" });
    expect(readContent({ type: "image", content: { type: "image", assetId: "x" } })).toMatchObject({
      kind: "media",
      media: "image",
    });
    expect(
      readContent({ type: "interactive", content: { kind: "button_reply", id: "y", title: "Yes" } }),
    ).toMatchObject({ kind: "tapped", title: "Yes" });
    const buttons = { type: "interactive", kind: "button", body: "?", buttons: [{ id: "y", title: "Yes" }] };
    expect(readContent({ type: "interactive", content: buttons })).toMatchObject({
      kind: "interactive",
      buttons: [{ title: "Yes" }],
    });
    const ours = {
      type: "contacts",
      contacts: [{ name: { formattedName: "Ana" }, phones: [{ phone: "+55" }] }],
    };
    expect(readContent({ type: "contacts", content: ours })).toMatchObject({
      cards: [{ name: "Ana", phones: ["+55"] }],
    });
  });

  it("shows a type it does not know as one that cannot be shown, never as nothing", () => {
    expect(readContent({ type: "poll", content: { kind: "unsupported", unsupportedType: "poll" } })).toEqual({
      kind: "unsupported",
      of: "poll",
    });
    expect(readContent({ type: "hologram", content: null })).toEqual({ kind: "unsupported", of: "hologram" });
    expect(readContent({ type: "text", content: null })).toEqual({ kind: "text" });
  });

  it("survives content that is something else than it should be", () => {
    const odd = [
      null,
      1,
      "x",
      [],
      { kind: 5 },
      { contacts: "no" },
      { items: [null] },
      { media: [] },
      { latitude: "here" },
      { sections: 3 },
    ];
    for (const type of [
      "text",
      "image",
      "location",
      "contacts",
      "interactive",
      "order",
      "template",
      "button",
      "system",
    ])
      for (const content of odd) {
        expect(readContent({ type, content })).toHaveProperty("kind");
        expect(readBeside(content)).toHaveProperty("forwarded");
      }
  });
});
