import { describe, expect, it } from "vitest";
import { parseContent } from "@/infra/whatsapp/outbound-content";
import { contentPayload } from "@/infra/whatsapp/outbound-content-payload";
import { readableContent } from "@/infra/whatsapp/outbound-content-readable";
import { buttons, interactive, link, rows, sentContents } from "../../../support/contents";

// What is sent for each type (Meta, messages/send-messages and the page of each type), and what is refused before a call.

describe("what Meta is sent", () => {
  it.each(sentContents)("for a %s", (_, content, payload, readable) => {
    const parsed = parseContent(content);
    // As JSON, in which what is not there is left out.
    expect(JSON.parse(JSON.stringify(contentPayload(parsed)))).toEqual(payload);
    expect(readableContent(parsed)).toBe(readable);
  });

  it.each(sentContents.filter(([, { type }]) => type !== "reaction"))(
    "with a quote, for a %s",
    (_, content) => {
      expect(contentPayload(parseContent({ ...content, quotes: "wamid.0" }))).toMatchObject({
        context: { message_id: "wamid.0" },
      });
    },
  );
});

const long = (length: number) => "x".repeat(length);
const emoji = (count: number) => "🙂".repeat(count);

describe("what would be refused costs no call, and the reason names the limit", () => {
  it.each<[string, Record<string, unknown>]>([
    ["body has 4097 characters, Meta takes 4096", { type: "text", body: long(4_097) }],
    ["body is empty", { type: "text", body: " \n" }],
    ["caption has 1025 characters, Meta takes 1024", { type: "image", link, caption: long(1_025) }],
    ["needs exactly one of id, link and assetId; it has 0", { type: "image" }],
    ["needs exactly one of id, link and assetId; it has 2", { type: "video", link, id: "1" }],
    ["link is not an http:// or https:// address", { type: "image", link: "file:///etc/passwd" }],
    ["caption is not known here", { type: "audio", link, caption: "no" }],
    ["latitude is not a latitude", { type: "location", latitude: 91, longitude: 0 }],
    [
      "contacts has 6 entries, Meta takes 5",
      { type: "contacts", contacts: Array.from({ length: 6 }, () => ({ name: { formattedName: "A" } })) },
    ],
    [
      "emoji is more than one emoji, Meta takes one",
      { type: "reaction", messageId: "wamid.1", emoji: "👍👍" },
    ],
    ["quotes is not known here", { type: "reaction", messageId: "wamid.1", emoji: "👍", quotes: "wamid.2" }],
    [
      "button 2: title has 24 characters, Meta takes 20",
      { ...interactive, kind: "button", buttons: [buttons[0], { id: "2", title: long(24) }] },
    ],
    ["buttons has 4 entries, Meta takes 3", { ...interactive, kind: "button", buttons: rows(4) }],
    ["buttons is empty", { ...interactive, kind: "button", buttons: [] }],
    [
      'button id "y" is there twice, Meta takes it once',
      { ...interactive, kind: "button", buttons: [buttons[0], { id: "y", title: "Yes!" }] },
    ],
    [
      'button title "Yes" is there twice, Meta takes it once',
      { ...interactive, kind: "button", buttons: [buttons[0], { id: "z", title: "Yes" }] },
    ],
    [
      "body has 1025 characters, Meta takes 1024",
      { ...interactive, kind: "button", buttons, body: long(1_025) },
    ],
    [
      "header: text has 61 characters, Meta takes 60",
      { ...interactive, kind: "button", buttons, header: { type: "text", text: long(61) } },
    ],
    [
      "footer has 61 characters, Meta takes 60",
      { ...interactive, kind: "button", buttons, footer: long(61) },
    ],
    [
      "sections has 11 rows in all sections, Meta takes 10",
      {
        ...interactive,
        kind: "list",
        button: "Open",
        sections: [
          { title: "A", rows: rows(6) },
          { title: "B", rows: rows(5, 6) },
        ],
      },
    ],
    [
      "section 2, row 1: description has 73 characters, Meta takes 72",
      {
        ...interactive,
        kind: "list",
        button: "Open",
        sections: [
          { title: "A", rows: rows(1) },
          { title: "B", rows: [{ id: "b", title: "B", description: long(73) }] },
        ],
      },
    ],
    [
      "section 2: title is missing, Meta asks for it where there are several sections",
      {
        ...interactive,
        kind: "list",
        button: "Open",
        sections: [{ title: "A", rows: rows(1) }, { rows: rows(1, 1) }],
      },
    ],
    [
      "displayText has 21 characters, Meta takes 20",
      { ...interactive, kind: "cta_url", displayText: long(21), url: link },
    ],
    ["cta has 31 characters, Meta takes 30", { ...interactive, kind: "flow", flowId: "1", cta: long(31) }],
    ["needs exactly one of flowId and flowName", { ...interactive, kind: "flow", cta: "Book" }],
    [
      "parameters: body 1 has a line break",
      { type: "template", name: "a", language: "en", parameters: { body: ["two\nlines"] } },
    ],
    ["name is not lower case", { type: "template", name: "Hello", language: "en" }],
  ])("%s", (message, content) => {
    expect(refusalOf(content)).toContain(message);
  });

  it("an unknown type and no message at all are refused, too", () => {
    for (const content of [
      null,
      undefined,
      7,
      "text",
      {},
      { type: "poll" },
      { type: "interactive", kind: "x" },
    ])
      expect(refusalOf(content)).toMatch(/^This cannot be sent: /);
  });

  it("what is counted is code points", () => {
    expect(parseContent({ type: "text", body: emoji(4_096) })).toMatchObject({ type: "text" });
    expect(refusalOf({ type: "text", body: emoji(4_097) })).toContain("has 4097 characters");
    const title = (count: number) => ({
      ...interactive,
      kind: "button",
      buttons: [{ id: "1", title: emoji(count) }],
    });
    expect(parseContent(title(20))).toMatchObject({ kind: "button" });
    expect(refusalOf(title(21))).toContain("button 1: title has 21 characters, Meta takes 20");
  });

  it("what the database could not store is made storable", () => {
    expect(parseContent({ type: "text", body: "a\u0000b\ud83d" })).toEqual({
      type: "text",
      body: "a\uFFFDb\uFFFD",
    });
  });
});

function refusalOf(content: unknown): string {
  try {
    parseContent(content);
  } catch (error) {
    expect(error).toMatchObject({ code: "INVALID_INPUT" });
    return (error as { publicMessage: string }).publicMessage;
  }
  throw new Error("Nothing was refused");
}
