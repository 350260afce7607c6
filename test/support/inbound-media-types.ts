import type { TypeCase } from "./inbound-case";

const file = {
  id: "1479537139650973",
  sha256: "lvvgtUBqg+nnbaW1bRuAUzSO8Hh4LGmhOtRw3LLXxxM=",
  url: "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133",
};

/** Meta, webhooks/reference/messages/image and its neighbours. */
export function mediaCases(): TypeCase[] {
  return [
    ...["image", "video", "sticker"].map((type) => withoutCaption(type)),
    withCaption("image", "image/jpeg"),
    withCaption("video", "video/mp4"),
    {
      type: "image",
      what: "without its file",
      wire: { image: { mime_type: "image/jpeg", caption: "My garden" } },
      body: "My garden",
      content: { kind: "media", media: { kind: "image", mimeType: "image/jpeg" } },
      isAnswered: true,
      prompt: "[image] My garden",
    },
    {
      type: "image",
      what: "of which nothing is told",
      wire: {},
      body: null,
      content: { kind: "media", media: { kind: "image" } },
      isAnswered: true,
      prompt: "[image]",
    },
    ...sounds(),
    ...documents(),
    {
      type: "sticker",
      what: "that moves",
      wire: { sticker: { ...file, mime_type: "image/webp", animated: true } },
      body: null,
      content: {
        kind: "media",
        media: { kind: "sticker", providerMediaId: file.id, mimeType: "image/webp", isAnimated: true },
      },
      media: { kind: "sticker", mimeType: "image/webp" },
      isAnswered: true,
      prompt: "[sticker]",
    },
  ];
}

/** Without the link, which Meta sends since November 2025 only, and not always. */
function withoutCaption(type: string): TypeCase {
  const { url: _, ...told } = file;
  return {
    type,
    what: "without a caption",
    wire: { [type]: { ...told, mime_type: "a/b" } },
    body: null,
    content: { kind: "media", media: { kind: type, providerMediaId: file.id, mimeType: "a/b" } },
    media: { kind: type, mimeType: "a/b" },
    isAnswered: true,
    prompt: `[${type}]`,
  };
}

function withCaption(type: string, mimeType: string): TypeCase {
  return {
    type,
    what: "with a caption",
    wire: { [type]: { ...file, mime_type: mimeType, caption: "My garden" } },
    body: "My garden",
    content: { kind: "media", media: { kind: type, providerMediaId: file.id, mimeType } },
    media: { kind: type, mimeType },
    isAnswered: true,
    prompt: `[${type}] My garden`,
  };
}

function sounds(): TypeCase[] {
  const sound = (type: string, what: string, kind: string, fields: Record<string, unknown>): TypeCase => ({
    type,
    what,
    wire: { [type]: { ...file, mime_type: "audio/ogg; codecs=opus", ...fields } },
    body: null,
    content: { kind: "media", media: { kind, providerMediaId: file.id, mimeType: "audio/ogg; codecs=opus" } },
    media: { kind, mimeType: "audio/ogg; codecs=opus" },
    isAnswered: true,
    prompt: kind === "voice" ? "[voice note]" : "[audio]",
  });
  return [
    sound("audio", "voice note", "voice", { voice: true }),
    sound("audio", "recorded elsewhere", "audio", { voice: false }),
    sound("audio", "without saying which", "audio", {}),
    sound("voice", "voice note, as it was called before", "voice", {}),
  ];
}

function documents(): TypeCase[] {
  const mimeType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const media = { kind: "document", mimeType, filename: "bill.docx" };
  const content = {
    kind: "media",
    media: { kind: "document", providerMediaId: file.id, mimeType, filename: "bill.docx" },
  };
  const wire = { ...file, mime_type: mimeType, filename: "bill.docx" };
  return [
    {
      type: "document",
      what: "with a name",
      wire: { document: wire },
      body: "bill.docx",
      content,
      media,
      isAnswered: true,
      prompt: "[document] bill.docx",
    },
    {
      type: "document",
      what: "with a name and a caption",
      wire: { document: { ...wire, caption: "The bill" } },
      body: "The bill",
      content,
      media,
      isAnswered: true,
      prompt: "[document: bill.docx] The bill",
    },
    {
      type: "document",
      what: "without type and name",
      wire: { document: { id: file.id } },
      body: null,
      content: { kind: "media", media: { kind: "document", providerMediaId: file.id } },
      media: { kind: "document", mimeType: "application/octet-stream" },
      isAnswered: true,
      prompt: "[document]",
    },
  ];
}
