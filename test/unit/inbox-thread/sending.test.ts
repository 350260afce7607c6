import { describe, expect, it } from "vitest";
import { fillText, isFilled, templateContent } from "@/app/_inbox/composer/fill-template";
import { toLetters } from "@/app/_inbox/composer/to-letters";
import { parseContent } from "@/infra/whatsapp/outbound-content";

const ASSET = "5f0c6f0e-8f6e-4a55-9a5e-0d6c3d4b7a11";
const attachment = (kind: "image" | "audio" | "document", name: string) => ({
  kind,
  file: { name } as File,
  previewUrl: null,
});

function write(text: string, attachments: ReturnType<typeof attachment>[] = [], isQuoting = false) {
  let count = 0;
  return toLetters({
    conversationId: 7,
    text,
    attachments,
    quoted: isQuoting ? { providerMessageId: "wamid.1", text: "Which one?" } : null,
    newId: () => {
      count += 1;
      return `client-${count}`;
    },
    at: "2026-11-22T10:00:00Z",
  });
}

describe("toLetters", () => {
  it("sends words alone as text, and as a quoting message where they answer one", () => {
    expect(write(" Hello ")).toMatchObject([{ text: "Hello", clientId: "client-1" }]);
    expect(write("Hello")[0]?.content).toBeUndefined();
    const [quoting] = write("Hello", [], true);
    expect(parseContent(quoting?.content)).toMatchObject({ type: "text", body: "Hello", quotes: "wamid.1" });
  });

  it("puts the words under the first file that can have a caption, each message with a client id of its own", () => {
    const letters = write("Look", [
      attachment("audio", "a.ogg"),
      attachment("image", "b.png"),
      attachment("document", "c.pdf"),
    ]);
    expect(letters.map(({ content }) => content?.caption)).toEqual([undefined, "Look", undefined]);
    expect(new Set(letters.map(({ clientId }) => clientId)).size).toBe(3);
    for (const { content } of letters)
      expect(() => parseContent({ ...content, assetId: ASSET })).not.toThrow();
  });

  it("sends words behind a sound, which has no caption, and nothing where nothing was written", () => {
    expect(write("Listen", [attachment("audio", "a.ogg")]).map(({ text }) => text)).toEqual(["", "Listen"]);
    expect(write("  ")).toEqual([]);
  });
});

describe("templateContent", () => {
  const template = (isNamed: boolean, keys: string[]) => ({
    name: "order_ready",
    language: "pt_BR",
    category: "UTILITY",
    isNamed,
    header: null,
    body: keys.map((key) => `{{${key}}}`).join(" "),
    footer: "",
    buttons: [],
    parameters: keys.map((key) => ({ key, where: "body" as const, kind: "text" as const, example: null })),
  });

  it("is what Meta's template takes, by order or by name, with breaks and runs of spaces made harmless", () => {
    const numbered = templateContent(template(false, ["2", "1"]), {
      "body:1": "one",
      "body:2": "two\nlines     far",
    });
    expect(parseContent(numbered)).toMatchObject({
      parameters: { body: ["one", "two lines   far"] },
      preview: "two\nlines     far one",
    });
    const named = templateContent(template(true, ["name"]), { "body:name": "Ana" });
    expect(parseContent(named)).toMatchObject({ parameters: { body: { name: "Ana" } } });
  });

  it("is complete only when every place is filled, and shows those that are not", () => {
    expect(isFilled(template(true, ["name", "day"]), { "body:name": "Ana", "body:day": " " })).toBe(false);
    expect(isFilled(template(true, ["name"]), { "body:name": "Ana" })).toBe(true);
    expect(fillText("Hi {{name}}, {{day}}", "body", { "body:name": "{{day}}" })).toBe("Hi {{day}}, {{day}}");
  });
});
