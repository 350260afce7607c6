import type { BusinessNumber } from "../settings";
import type { JsonObject } from "../webhooks/envelope";
import type { ExampleFile } from "./files";

/** What whoever asks for an example may choose. Everything has a default. */
interface Choices {
  text?: string;
  emoji?: string;
  /** The message that is quoted, reacted to, edited, taken back or told about. */
  quote?: string;
}

/** Who it is about, with what the business may know. */
interface Sender {
  waId?: string;
  userId?: string;
  parentUserId?: string;
  username?: string;
  name: string;
}

export interface Facts {
  choices: Choices;
  sender: Sender;
  number: BusinessNumber;
  /** Unix seconds. */
  timestamp: string;
}

/** What makes one inbound message different from a text; see InboundDraft. */
export interface MessageShape {
  type: string;
  text?: string;
  content?: JsonObject | unknown[];
  media?: ExampleFile;
  context?: JsonObject;
  referral?: JsonObject;
  extra?: JsonObject;
}

export interface MessageExample {
  kind: "message";
  /** `message.` and more. */
  name: string;
  summary: string;
  shape: (facts: Facts) => MessageShape;
  /** It is about the user id, so it is never told without. */
  needsUserId?: boolean;
}

export interface ChangeFacts extends Facts {
  wamid: string;
  /** Puts a file where it can be downloaded from, and tells the object that names it. */
  store: (file: ExampleFile) => JsonObject;
}

/** A webhook whose `value` holds no message of a customer's. */
export interface ChangeExample {
  kind: "change";
  name: string;
  summary: string;
  field: string;
  /** Whether `value` names the business number; what concerns an account does not. */
  hasMetadata: boolean;
  value: (facts: ChangeFacts) => JsonObject;
}

export type Example = MessageExample | ChangeExample;

/** Some message of the business, for what has to refer to one. */
export const QUOTED_WAMID = "wamid.HBgLMTU1NTA3ODM4ODEVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA";

export function message(
  name: string,
  summary: string,
  shape: MessageShape | MessageExample["shape"],
): MessageExample {
  const build = typeof shape === "function" ? shape : () => shape;
  return { kind: "message", name: `message.${name}`, summary, shape: build };
}

/** A change that names its business number. */
export function numberChange(
  [name, field]: [name: string, field: string],
  summary: string,
  value: ChangeExample["value"],
): ChangeExample {
  return { kind: "change", name, field, summary, hasMetadata: true, value };
}

/** A change that concerns the account; its name begins with the field. */
export function accountChange(name: string, summary: string, value: ChangeExample["value"]): ChangeExample {
  const [field = name] = name.split(".");
  return { kind: "change", name, field, summary, hasMetadata: false, value };
}

/** One error of a message, a receipt or a value (webhooks/reference/messages/errors). */
export function wireError(code: number, title: string, details: string): JsonObject {
  const href =
    "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes";
  return { code, title, message: title, error_data: { details }, href };
}
