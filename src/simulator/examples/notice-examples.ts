import { type Facts, type MessageExample, message, QUOTED_WAMID, wireError } from "./example";

const quoted = ({ choices }: Facts) => choices.quote ?? QUOTED_WAMID;

const NEW_WA_ID = "16505550199";

/** Another id in the same country: Meta makes a new one when a user changes the phone number. */
function newUserIdOf(userId = "US.13491208655302741918"): string {
  return `${userId.slice(0, userId.indexOf(".") + 1)}9${userId.slice(userId.indexOf(".") + 2)}`;
}

const userIdChange = ({ sender }: Facts) => ({
  user_id: sender.userId && newUserIdOf(sender.userId),
  previous_user_id: sender.userId,
  parent_user_id: sender.parentUserId && newUserIdOf(sender.parentUserId),
  previous_parent_user_id: sender.parentUserId,
});

const system: MessageExample[] = [
  message("system.user_changed_number", "the customer has another phone number", (facts) => ({
    type: "system",
    content: {
      type: "user_changed_number",
      body: `${facts.sender.name} changed from ${facts.sender.waId ?? "one number"} to ${NEW_WA_ID}`,
      wa_id: NEW_WA_ID,
      ...userIdChange(facts),
    },
  })),
  {
    ...message(
      "system.user_changed_user_id",
      "the customer has another business-scoped user id",
      (facts) => ({
        type: "system",
        content: {
          type: "user_changed_user_id",
          body: `${facts.sender.name} has a new user id`,
          ...userIdChange(facts),
        },
      }),
    ),
    needsUserId: true,
  },
  message("system.customer_identity_changed", "the customer's security code is another one", (facts) => ({
    type: "system",
    content: {
      type: "customer_identity_changed",
      body: `The security code of ${facts.sender.name} changed`,
      customer: facts.sender.waId,
      wa_id: facts.sender.waId,
    },
    extra: { identity: { acknowledged: false, created_timestamp: facts.timestamp, hash: "DF2lS5v2W6x=" } },
  })),
];

/** webhooks/reference/messages/unsupported names these. */
const UNSUPPORTED_TYPES = [
  "button",
  "edit",
  "errors",
  "gif",
  "group_invite",
  "hsm",
  "image",
  "interactive",
  "keep_in_chat",
  "link_preview",
  "list",
  "location",
  "media_placeholder",
  "order",
  "pin",
  "poll_creation",
  "poll_update",
  "product",
  "reaction",
];

const unsupported: MessageExample[] = [
  message("unsupported", "something that the API does not pass on, of a kind it does not name", {
    type: "unsupported",
    content: {},
  }),
  message("unsupported.unavailable", "131060: often the first message to a coexistence number", {
    type: "unsupported",
    content: { type: "media_placeholder" },
    extra: {
      errors: [
        wireError(
          131_060,
          "This message is currently unavailable",
          "This message is currently unavailable. Ask the sender to send it again.",
        ),
      ],
    },
  }),
  ...UNSUPPORTED_TYPES.map((type) =>
    message(`unsupported.${type}`, `131051 with the type ${type}`, {
      type: "unsupported",
      content: { type },
    }),
  ),
];

const edits: MessageExample[] = [
  message("edit", "a text changed afterwards (coexistence numbers); --quote, --text", (facts) => ({
    type: "edit",
    content: {
      original_message_id: quoted(facts),
      message: {
        type: "text",
        text: { body: facts.choices.text ?? "What I meant to say" },
        context: { id: quoted(facts) },
      },
    },
  })),
  message("edit.caption", "a caption changed afterwards; --quote, --text", (facts) => ({
    type: "edit",
    content: {
      original_message_id: quoted(facts),
      message: {
        type: "image",
        image: {
          id: "1003383421387256",
          mime_type: "image/jpeg",
          sha256: "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
          caption: facts.choices.text ?? "The one in blue",
        },
        context: { id: quoted(facts) },
      },
    },
  })),
  message("revoke", "a message deleted for everybody (coexistence numbers); --quote", (facts) => ({
    type: "revoke",
    content: { original_message_id: quoted(facts) },
  })),
];

export const noticeExamples: MessageExample[] = [
  ...system,
  message("request_welcome", "the customer has opened the chat for the first time", {
    type: "request_welcome",
  }),
  ...edits,
  ...unsupported,
  message("unknown", "a type that nobody has documented", {
    type: "hologram",
    content: { depth: 3, body: "A message from the future" },
  }),
];
