import type { OutboundContent } from "./outbound-content";

/** What a person reads of a message in the thread; null where its type says everything. */
export function readableContent(content: OutboundContent): string | null {
  switch (content.type) {
    case "text":
      return content.body;
    case "image":
    case "video":
      return content.caption ?? null;
    case "document":
      return content.caption ?? content.filename ?? null;
    case "audio":
    case "sticker":
      return null;
    case "location": {
      const { name, address, latitude, longitude } = content;
      return [name, address].filter(Boolean).join(", ") || `${latitude}, ${longitude}`;
    }
    case "contacts":
      return content.contacts.map(({ name }) => name.formattedName).join(", ");
    case "reaction":
      return content.emoji || null;
    case "interactive":
      return `${content.body}${choices(content)}`;
    case "template":
      return content.preview ?? content.name;
  }
}

/** What can be tapped, in brackets as it is drawn. */
function choices(content: Extract<OutboundContent, { type: "interactive" }>): string {
  switch (content.kind) {
    case "button":
      return `\n${content.buttons.map(({ title }) => `[${title}]`).join(" ")}`;
    case "list": {
      const rows = content.sections.flatMap(({ rows }) => rows.map(({ title }) => title));
      return `\n[${content.button}] ${rows.join(" · ")}`;
    }
    case "cta_url":
      return `\n[${content.displayText}] ${content.url}`;
    case "flow":
      return `\n[${content.cta}]`;
    case "location_request":
    case "contact_request":
      return "";
  }
}
