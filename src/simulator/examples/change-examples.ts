import { type ChangeExample, type ChangeFacts, numberChange, QUOTED_WAMID, wireError } from "./example";
import { exampleFiles } from "./files";

const quoted = ({ choices }: ChangeFacts) => choices.quote ?? QUOTED_WAMID;

function contactOf({ waId, userId, parentUserId, username, name }: ChangeFacts["sender"]) {
  return { profile: { name, username }, wa_id: waId, user_id: userId, parent_user_id: parentUserId };
}

/** What a person answered from the phone or a linked device (webhooks/reference/smb_message_echoes). */
const echo = (
  [name, type]: [name: string, type: string],
  summary: string,
  content: (facts: ChangeFacts) => object,
) =>
  numberChange([`smb_message_echoes.${name}`, "smb_message_echoes"], summary, (facts) => ({
    contacts: [contactOf(facts.sender)],
    message_echoes: [
      {
        from: facts.number.displayPhoneNumber,
        to: facts.sender.waId,
        to_user_id: facts.sender.userId,
        to_parent_user_id: facts.sender.parentUserId,
        id: facts.wamid,
        timestamp: facts.timestamp,
        type,
        [type]: content(facts),
      },
    ],
  }));

const echoes: ChangeExample[] = [
  echo(["text", "text"], "a person has answered from the phone; --text", ({ choices }) => ({
    body: choices.text ?? "I'll take it from here",
  })),
  echo(["image", "image"], "a person has sent a photo from the phone; --text", ({ choices, store }) => ({
    ...store(exampleFiles.jpeg),
    caption: choices.text,
  })),
  echo(["voice", "audio"], "a person has sent a voice note from the phone", ({ store }) => ({
    ...store(exampleFiles.voiceNote),
    voice: true,
  })),
  echo(["edit", "edit"], "a person has changed what was sent from the phone; --quote, --text", (facts) => ({
    original_message_id: quoted(facts),
    message: { type: "text", text: { body: facts.choices.text ?? "At ten, not at nine" } },
  })),
  echo(["revoke", "revoke"], "a person has taken back what was sent from the phone; --quote", (facts) => ({
    original_message_id: quoted(facts),
  })),
];

const preference = (value: "stop" | "resume", detail: string) =>
  numberChange([`user_preferences.${value}`, "user_preferences"], detail, (facts) => ({
    contacts: [contactOf(facts.sender)],
    user_preferences: [
      {
        wa_id: facts.sender.waId,
        user_id: facts.sender.userId,
        detail,
        category: "marketing_messages",
        value,
        timestamp: Number(facts.timestamp),
      },
    ],
  }));

const receipt = (status: string, summary: string) =>
  numberChange([`status.${status}`, "messages"], summary, (facts) => ({
    contacts: status === "failed" ? undefined : [contactOf(facts.sender)],
    statuses: [
      {
        id: quoted(facts),
        status,
        timestamp: facts.timestamp,
        recipient_id: facts.sender.waId,
        recipient_user_id: facts.sender.userId,
        errors:
          status === "failed"
            ? [wireError(131_026, "Message undeliverable", "Message Undeliverable.")]
            : undefined,
      },
    ],
  }));

const receipts: ChangeExample[] = [
  receipt("sent", "a message has left Meta; --quote"),
  receipt("delivered", "a message has reached the phone; --quote"),
  receipt("read", "a message was shown; --quote"),
  receipt("played", "a voice note was played; --quote"),
  receipt("failed", "a message could not be delivered; --quote"),
];

const group = (
  [field, type]: [field: string, type: string],
  summary: string,
  fields: (facts: ChangeFacts) => object,
) =>
  numberChange([`${field}.${type}`, field], summary, (facts) => ({
    groups: [
      { timestamp: facts.timestamp, group_id: "Y2FwaV9ncm91cDox", type, request_id: "r-1", ...fields(facts) },
    ],
  }));

const groups: ChangeExample[] = [
  group(["group_lifecycle_update", "group_create"], "a group was made", () => ({
    subject: "Plants",
    invite_link: "https://chat.whatsapp.com/AbCdEf",
    join_approval_mode: "auto_approve",
  })),
  group(["group_lifecycle_update", "group_delete"], "a group was deleted", () => ({})),
  group(["group_settings_update", "group_settings_update"], "a group has another name", () => ({
    group_subject: { text: "Plants and pots", update_successful: true },
  })),
  group(["group_participants_update", "group_participants_add"], "somebody has joined a group", (facts) => ({
    reason: "invite_link",
    added_participants: [{ wa_id: facts.sender.waId, user_id: facts.sender.userId }],
  })),
  group(["group_participants_update", "group_participants_remove"], "somebody has left a group", (facts) => ({
    removed_participants: [{ wa_id: facts.sender.waId, user_id: facts.sender.userId }],
    initiated_by: "participant",
  })),
  group(["group_status_update", "group_suspend"], "a group was suspended", () => ({})),
];

/** What a number that is also in the WhatsApp Business app tells when it is connected (coexistence). */
const coexistence: ChangeExample[] = [
  numberChange(["history", "history"], "messages from before the number was connected", (facts) => ({
    history: [
      {
        metadata: { phase: 0, chunk_order: 1, progress: 55 },
        threads: [
          {
            id: facts.sender.waId,
            messages: [
              {
                from: facts.sender.waId,
                from_user_id: facts.sender.userId,
                id: facts.wamid,
                timestamp: String(Number(facts.timestamp) - 30 * 86_400),
                type: "text",
                text: { body: facts.choices.text ?? "Long ago" },
                history_context: { status: "read" },
              },
            ],
          },
        ],
      },
    ],
  })),
  numberChange(
    ["smb_app_state_sync", "smb_app_state_sync"],
    "a contact of the phone's address book",
    (facts) => ({
      state_sync: [
        {
          type: "contact",
          contact: { full_name: facts.sender.name, phone_number: facts.sender.waId },
          action: "add",
          metadata: { timestamp: facts.timestamp },
        },
      ],
    }),
  ),
];

export const changeExamples: ChangeExample[] = [
  ...receipts,
  ...coexistence,
  numberChange(["errors", "messages"], "an error of the account, without any message", () => ({
    errors: [wireError(130_429, "Rate limit hit", "Cloud API message throughput has been reached.")],
  })),
  ...echoes,
  preference("stop", "User requested to stop marketing messages"),
  preference("resume", "User requested to resume marketing messages"),
  ...groups,
  numberChange(["calls", "calls"], "a customer calls", (facts) => ({
    contacts: [contactOf(facts.sender)],
    calls: [
      {
        id: `wacid.${facts.wamid.slice("wamid.".length)}`,
        from: facts.sender.waId,
        from_user_id: facts.sender.userId,
        to: facts.number.displayPhoneNumber,
        event: "connect",
        timestamp: facts.timestamp,
        direction: "USER_INITIATED",
        session: { sdp_type: "offer", sdp: "v=0" },
      },
    ],
  })),
  numberChange(["unknown_field", "holograms"], "a field that nobody has documented", (facts) => ({
    holograms: [{ id: facts.wamid, timestamp: facts.timestamp, depth: 3 }],
  })),
];
