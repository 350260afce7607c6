// Message.content for the eye: what came from a customer (src/domain/inbound/message-content.ts) and what we have sent
// (src/infra/whatsapp/outbound-content.ts), both as one shape. Anything in it may be missing, or be something else: a message
// of an older version is still shown.

type Plain = Record<string, unknown>;

interface ShownButton {
  title: string;
  href?: string;
}

export type Shown =
  | { kind: "text" }
  | { kind: "media"; media: string; filename: string | null; isAnimated: boolean }
  | { kind: "location"; name: string | null; address: string | null; place: [number, number] | null }
  | {
      kind: "contacts";
      cards: { name: string; organization: string | null; phones: string[]; emails: string[] }[];
    }
  | { kind: "tapped"; title: string; description: string | null }
  | { kind: "form"; title: string | null; fields: [string, string][] }
  | {
      kind: "order";
      lines: { name: string; quantity: number; price: string | null }[];
      totals: string[];
      text: string | null;
    }
  | {
      kind: "interactive";
      header: string | null;
      footer: string | null;
      buttons: ShownButton[];
      list: ShownList | null;
    }
  | { kind: "template"; name: string; language: string; header: string | null }
  | { kind: "reaction"; emoji: string | null }
  | { kind: "notice"; of: "system" | "welcome" | "call_permission" }
  | { kind: "unsupported"; of: string };

interface ShownList {
  button: string;
  sections: { title: string | null; rows: { title: string; description: string | null }[] }[];
}

interface Referral {
  href: string | null;
  headline: string | null;
  body: string | null;
}

/** What stands beside what the message is. */
export interface Beside {
  forwarded: "once" | "often" | null;
  product: string | null;
  referral: Referral | null;
  sender: string | null;
}

const object = (value: unknown): Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const objects = (value: unknown): Plain[] => (Array.isArray(value) ? value.map(object) : []);
const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(text).filter((one) => one !== null) : [];
const number = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

const media = new Set(["image", "video", "audio", "voice", "document", "sticker"]);

export function readContent({ type, content }: { type: string; content: unknown }): Shown {
  const given = object(content);
  const kind = text(given.kind) ?? type;
  if (type === "interactive") {
    const sent = readInteractive(given, kind);
    if (sent) return sent;
  }
  if (kind === "media" || media.has(type)) return readMedia(given, type);
  if (type === "template") return readTemplate(given);
  return (readers[kind] ?? readers[type])?.(given) ?? fallback(type);
}

const fallback = (type: string): Shown =>
  type === "text" ? { kind: "text" } : { kind: "unsupported", of: type };

const readers: Record<string, (given: Plain) => Shown> = {
  text: () => ({ kind: "text" }),
  location: readLocation,
  contacts: readContacts,
  button_reply: (given) => tapped(given.title, null),
  template_button: (given) => tapped(given.text ?? given.payload, null),
  button: (given) => tapped(given.text ?? given.title, null),
  list_reply: (given) => tapped(given.title, given.description),
  flow_reply: readForm,
  address_reply: readForm,
  order: readOrder,
  reaction: (given) => ({ kind: "reaction", emoji: text(given.emoji) }),
  system: () => ({ kind: "notice", of: "system" }),
  request_welcome: () => ({ kind: "notice", of: "welcome" }),
  call_permission_reply: () => ({ kind: "notice", of: "call_permission" }),
  edit: () => ({ kind: "text" }),
  unsupported: (given) => ({
    kind: "unsupported",
    of: text(given.unsupportedType) ?? text(given.type) ?? "",
  }),
};

const tapped = (title: unknown, description: unknown): Shown => ({
  kind: "tapped",
  title: text(title) ?? "",
  description: text(description),
});

function readMedia(given: Plain, type: string): Shown {
  const own = object(given.media);
  const kind = text(own.kind) ?? (given.voice === true ? "voice" : type);
  const filename = text(own.filename) ?? text(given.filename);
  return { kind: "media", media: kind, filename, isAnimated: own.isAnimated === true };
}

function readLocation(given: Plain): Shown {
  const [latitude, longitude] = [number(given.latitude), number(given.longitude)];
  const place: [number, number] | null =
    latitude === null || longitude === null ? null : [latitude, longitude];
  return { kind: "location", name: text(given.name), address: text(given.address), place };
}

function readContacts(given: Plain): Shown {
  const cards = objects(given.contacts).map((card) => {
    const ours = object(card.name);
    const organization = text(card.organization) ?? text(object(card.organization).company);
    const phones = objects(card.phones).map((phone) => text(phone.phone) ?? text(phone.waId));
    const emails = [...texts(card.emails), ...objects(card.emails).map((email) => text(email.email))];
    return {
      name: text(card.name) ?? text(ours.formattedName) ?? "",
      organization,
      phones: phones.filter((phone) => phone !== null),
      emails: emails.filter((email) => email !== null),
    };
  });
  return { kind: "contacts", cards };
}

function readForm(given: Plain): Shown {
  const fields = Object.entries(object(given.fields)).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { kind: "form", title: text(given.name) ?? text(given.body), fields };
}

function readOrder(given: Plain): Shown {
  const lines = objects(given.items).map((item) => {
    const [price, currency] = [number(item.price), text(item.currency)];
    return {
      name: text(item.retailerId) ?? "",
      quantity: number(item.quantity) ?? 1,
      price: price === null ? null : [String(price), currency].filter(Boolean).join(" "),
    };
  });
  const totals = objects(given.totals).map((total) =>
    [text(total.amount), text(total.currency)].filter(Boolean).join(" "),
  );
  return { kind: "order", lines, totals, text: text(given.text) };
}

function readInteractive(given: Plain, kind: string): Shown | null {
  const frame = {
    kind: "interactive" as const,
    header: text(object(given.header).text),
    footer: text(given.footer),
  };
  if (kind === "button") {
    const buttons = objects(given.buttons).map(({ title }) => ({ title: text(title) ?? "" }));
    return { ...frame, buttons, list: null };
  }
  if (kind === "cta_url")
    return {
      ...frame,
      buttons: [
        { title: text(given.displayText) ?? "", href: text(given.url) ?? undefined },
      ] as ShownButton[],
      list: null,
    };
  if (kind === "list") return { ...frame, buttons: [], list: readList(given) };
  const asks = { flow: text(given.cta) ?? "", location_request: "location", contact_request: "contact" };
  if (kind in asks) return { ...frame, buttons: [{ title: asks[kind as keyof typeof asks] }], list: null };
  return null;
}

function readList(given: Plain): ShownList {
  const sections = objects(given.sections).map((section) => ({
    title: text(section.title),
    rows: objects(section.rows).map((row) => ({
      title: text(row.title) ?? "",
      description: text(row.description),
    })),
  }));
  return { button: text(given.button) ?? "", sections };
}

function readTemplate(given: Plain): Shown {
  const header = object(object(given.parameters).header);
  return {
    kind: "template",
    name: text(given.name) ?? "",
    language: text(given.language) ?? "",
    header: text(header.text),
  };
}

export function readBeside(content: unknown): Beside {
  const given = object(content);
  const referral = object(given.referral);
  const sender = object(given.sender);
  const isReferral = typeof given.referral === "object" && given.referral !== null;
  return {
    forwarded: given.forwarded === "once" || given.forwarded === "often" ? given.forwarded : null,
    product: text(object(given.product).retailerId),
    referral: isReferral
      ? { href: text(referral.sourceUrl), headline: text(referral.headline), body: text(referral.body) }
      : null,
    sender: text(sender.name) ?? text(sender.phone),
  };
}
