const composer = {
  send: "Send",
  addNote: "Add note",
  takeOver: "Take over",
  restore: "Restore",
  modes: { reply: "Reply", note: "Note" },
  label: { reply: "Message to the customer", note: "Note for colleagues" },
  placeholder: {
    reply: "Write a message, or / for a canned reply",
    note: "Write a note that only colleagues see",
  },
  noteHidden: "The customer does not see this",
  quoting: "Replying to",
  unquote: "Do not reply to this message",
  draftKept: "What you have written is kept.",
  charactersLeft: "{left, plural, one {# character left} other {# characters left}}",
  openPlaces: "{count, plural, one {Fill in {places} first.} other {Fill in these first: {places}.}}",
  sendWith: { label: "How to send", enter: "Enter sends", modEnter: "⌘ or Ctrl + Enter sends" },
  state: {
    offline: "You are offline. What you send goes out when the connection is back.",
    window_closing: "The window closes in {left}. After that only templates can be sent.",
    rate_limited:
      "{seconds, plural, one {Too fast. You can send again in # second.} other {Too fast. You can send again in # seconds.}}",
  },
  instead: {
    bot_owned: {
      title: "The bot is answering here",
      words: "Take over to write yourself; the bot is silent then. Notes are always possible.",
    },
    window_closed: {
      title: "The 24-hour window has closed",
      words:
        "WhatsApp now lets only an approved template through. When the customer answers, you can write freely again.",
    },
    never_messaged: {
      title: "The customer has not written yet",
      words: "The first message has to be an approved template. Once they answer, you can write freely.",
    },
    opted_out: {
      title: "The customer wants no messages",
      words: "They said STOP. Nothing is sent until they write START.",
    },
    channel_broken: {
      title: "This number cannot send at the moment",
      words: "An admin has to look at it under Operations, Integrations.",
    },
    group: { title: "Nothing is sent to groups", words: "You can read along, and write notes." },
    deleted: { title: "This conversation was deleted", words: "Restore it to write." },
  },
  canned: { open: "Canned replies", label: "Canned replies", none: "No canned reply fits." },
  files: {
    attach: "Attach files",
    label: "Attached files",
    limits: "images up to {image}, video and audio up to {video}, documents up to {document}",
    drop: "Let go to attach",
    cannotDrop: "Nothing can be sent here at the moment",
    remove: "Remove {name}",
    tooLarge: "{name} is too large: WhatsApp takes {kind} up to {max}.",
    kinds: { image: "images", video: "videos", audio: "audio", document: "documents" },
  },
  templates: {
    label: "Templates",
    search: "Find a template",
    none: "There are no approved templates yet. An admin can sync them under Operations, Integrations.",
    noMatch: "No template fits.",
    preview: "Preview",
    parameter: "{where}: {key}",
    where: { header: "Heading", body: "Text", button: "Button" },
    example: "For example: {example}",
    send: "Send template",
    back: "Choose another",
    sent: "Template on its way",
    loading: "Loading templates",
    uploading: "Uploading …",
  },
};

export default composer;
