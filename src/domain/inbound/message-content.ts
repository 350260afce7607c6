// What a message says besides its readable body, as it is stored in Message.content: JSON, one shape per kind, whatever
// Meta's shape was. A field that Meta did not tell is left out. Readers outside this module may rely on `kind`.

/** The kind of what a message is, and what only this kind has. */
export type OwnContent =
  | { kind: "media"; media: MediaContent }
  | { kind: "location"; latitude?: number; longitude?: number; name?: string; address?: string; url?: string }
  | { kind: "contacts"; contacts: SharedContact[] }
  /** A tap on a button of ours, of a template of ours, or on a line of a list of ours. */
  | { kind: "button_reply"; id?: string; title?: string }
  | { kind: "template_button"; payload?: string; text?: string }
  | { kind: "list_reply"; id?: string; title?: string; description?: string }
  /** `fields`: what the customer filled in, without the flow's token. */
  | { kind: "flow_reply" | "address_reply"; name?: string; body?: string; fields?: Record<string, unknown> }
  | {
      kind: "call_permission_reply";
      response?: string;
      isPermanent?: boolean;
      expiresAt?: string;
      source?: string;
    }
  | { kind: "order"; catalogId?: string; text?: string; items: OrderItem[]; totals: OrderTotal[] }
  /** Without an emoji the reaction was taken back. */
  | { kind: "reaction"; messageId?: string; emoji?: string }
  | {
      kind: "system";
      systemType?: string;
      names?: SystemNames;
      identity?: { hash?: string; isAcknowledged?: boolean };
    }
  | { kind: "request_welcome" }
  | { kind: "edit"; originalMessageId?: string; type?: string; body?: string }
  | { kind: "revoke"; originalMessageId?: string }
  /** `unsupportedType`: what Meta says it would have been. */
  | { kind: "unsupported"; type: string; unsupportedType?: string };

/** What may stand beside it. */
export interface SideContent {
  /** Passed on by the customer; `often`: more than five times. */
  forwarded?: "once" | "often";
  /** The product the message is about. */
  product?: { catalogId?: string; retailerId?: string };
  /** The ad or post from which the customer came. */
  referral?: Referral;
  errors?: ContentError[];
  /** Who wrote it, in a group, whose thread it is in. */
  sender?: { phone?: string; userId?: string; name?: string };
}

/** Null where there is nothing to say: a plain text. */
export type MessageContent = ((OwnContent | { kind: "text" }) & SideContent) | null;

export interface MediaContent {
  kind: "image" | "video" | "audio" | "voice" | "document" | "sticker";
  /** Left out: Meta gave no file to fetch. */
  providerMediaId?: string;
  mimeType?: string;
  filename?: string;
  isAnimated?: boolean;
}

export interface SharedContact {
  name?: string;
  organization?: string;
  phones: { phone?: string; waId?: string; label?: string }[];
  emails: string[];
  /** contact_request: the answer to our asking for the number. */
  origin?: string;
}

export interface OrderItem {
  retailerId?: string;
  quantity?: number;
  price?: number;
  currency?: string;
}

/** Only where every item of the currency has a price. */
export interface OrderTotal {
  currency: string;
  amount: string;
}

interface SystemNames {
  waId?: string;
  userId?: string;
  previousUserId?: string;
  parentUserId?: string;
  previousParentUserId?: string;
}

interface Referral {
  sourceUrl?: string;
  sourceId?: string;
  sourceType?: string;
  headline?: string;
  body?: string;
  mediaType?: string;
  clickId?: string;
  welcomeText?: string;
}

interface ContentError {
  code: number;
  title?: string;
  details?: string;
}

/** A file to be downloaded. */
export interface InboundMedia {
  kind: "image" | "video" | "audio" | "voice" | "document" | "sticker";
  providerMediaId: string;
  mimeType: string;
  filename: string | null;
  /** As Meta tells it (base64); what the download has to have. */
  sha256: string | null;
}

/** What one type of message says. */
export interface ReadContent {
  content?: OwnContent;
  /** What a person would read. Empty or left out: nothing. */
  body?: string | null | undefined;
  media?: InboundMedia | null;
}
