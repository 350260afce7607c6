import { isWamid } from "../wamid";
import { GraphRefusal } from "./graph-error";
import type { PayloadReader } from "./payload-reader";
import type { Template } from "./template";
import type { TemplateRegistry } from "./template-registry";
import { validateInteractive } from "./validate-interactive";
import { type MediaFinder, validateMediaObject } from "./validate-media-object";

/** What is known of a send once its payload is valid. */
export interface ValidMessage {
  type: string;
  /** What the customer will read of it. */
  text: string;
  opaque?: string;
  template?: Template;
}

interface Known {
  templates: TemplateRegistry;
  findMedia: MediaFinder;
}

type Content = { text: string; template?: Template };

function validateLocation(message: PayloadReader): Content {
  const location = message.object("location");
  if (Math.abs(location.number("latitude")) > 90 || Math.abs(location.number("longitude")) > 180) {
    throw new GraphRefusal(131009, "latitude and longitude must be degrees on Earth");
  }
  return { text: location.optionalText("name", { max: 1000 }) ?? "" };
}

function validateContacts(message: PayloadReader): Content {
  const names = message.list("contacts", { min: 1, max: 5 }).map((contact) => contact.object("name"));
  return { text: names.map((name) => name.text("formatted_name", { max: 1000 })).join(", ") };
}

function validateReaction(message: PayloadReader): Content {
  const reaction = message.object("reaction");
  const wamid = reaction.text("message_id", { max: 500 });
  if (!isWamid(wamid)) throw new GraphRefusal(131009, `${reaction.name("message_id")} is not a message id`);
  // An empty emoji takes the reaction back, so it must be there but may be empty.
  const { emoji } = reaction.fields;
  if (typeof emoji !== "string")
    throw new GraphRefusal(131008, `Parameter ${reaction.name("emoji")} is required.`);
  return { text: emoji };
}

const media =
  (type: string) =>
  (message: PayloadReader, known: Known): Content => ({
    text: validateMediaObject(message, type, known.findMedia),
  });

const CONTENT: Record<string, (message: PayloadReader, known: Known) => Content> = {
  text: (message) => ({ text: message.object("text").text("body", { max: 4096 }) }),
  template: (message, known) => known.templates.resolve(message.object("template")),
  interactive: (message, known) => ({
    text: validateInteractive(message.object("interactive"), known.findMedia),
  }),
  image: media("image"),
  video: media("video"),
  audio: media("audio"),
  document: media("document"),
  sticker: media("sticker"),
  location: validateLocation,
  contacts: validateContacts,
  reaction: validateReaction,
};

/** Checks everything about a send but its recipient. Throws GraphRefusal. */
export function validateMessage(message: PayloadReader, known: Known): ValidMessage {
  // Without `type` Graph takes a text.
  const type = message.has("type") ? message.oneOf("type", Object.keys(CONTENT)) : "text";
  const opaque = message.optionalText("biz_opaque_callback_data", { max: 512 });
  const context = message.optionalObject("context");
  if (context) {
    const quoted = context.text("message_id", { max: 500 });
    if (!isWamid(quoted)) throw new GraphRefusal(131009, `${context.name("message_id")} is not a message id`);
    if (type === "reaction") throw new GraphRefusal(100, "A reaction cannot be a contextual reply.");
  }
  const content = CONTENT[type]?.(message, known) ?? { text: "" };
  return { type, opaque, ...content };
}
