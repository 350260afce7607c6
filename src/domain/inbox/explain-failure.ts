// Why a message failed, in words for the people of the business, and what they can do about it.
// Codes: Meta, support/error-codes; names: our own, of jobs that ended without asking Meta.

import { classifyErrorCode, type ErrorClass, explainErrorClass } from "@/infra/whatsapp/error-class";

export interface Failure {
  code: string | null;
  reason: string;
  advice: string | null;
}

/** Whether the same message, sent again as it is, has any chance. */
const hopeless = new Set<ErrorClass>(["permanent", "recipient", "window", "template"]);

const classAdvice: Record<ErrorClass, string | null> = {
  credentials: "An admin has to renew the access token or its permissions (Operations, Integrations).",
  permanent: "Change the message; sent again as it is, it will be refused again.",
  recipient: "Reach this customer in another way.",
  window: "Send a template, or wait until the customer writes.",
  pair_rate: "Wait a few minutes before writing to this customer again.",
  number_rate: "Wait a little; it goes on by itself.",
  spam: "Write less to customers who have not asked for it, and look at the number's quality rating.",
  app_rate: "Wait a little; it goes on by itself.",
  circuit_open: "Wait a little; it goes on by itself.",
  transient: "Try again.",
  doubtful: "Try again once; then ask Meta's support.",
  policy:
    "An admin has to look at the account in Meta's Business Manager: restriction, payment or registration.",
  template: "Choose another template, or have an admin sync and check this one.",
};

interface Wording {
  reason: string;
  advice: string | null;
  isHopeless?: true;
}

/** More exact than the class of the code. */
const wordings: Record<string, Wording> = {
  "131026": {
    reason: "The message could not be delivered: the number may not be on WhatsApp, or its app is too old.",
    advice: "Check the number, or reach the customer in another way.",
    isHopeless: true,
  },
  "131047": {
    reason: "More than 24 hours since the customer's last message.",
    advice: "Send a template, or wait until the customer writes.",
    isHopeless: true,
  },
  "131049": {
    reason: "Meta held the message back: this customer has had enough marketing from businesses.",
    advice: "Do not send it again today; the customer can still write to you.",
    isHopeless: true,
  },
  "131050": {
    reason: "The customer has switched off marketing messages of this business.",
    advice: "Send no marketing; answers inside 24 hours and other templates still arrive.",
    isHopeless: true,
  },
  "130472": {
    reason: "Meta keeps marketing from this customer for an experiment of its own.",
    advice: "Do not send it again; the customer can still write to you.",
    isHopeless: true,
  },
  "131021": { reason: "The number belongs to the business itself.", advice: null, isHopeless: true },
  "131030": {
    reason: "This is a test number, and the customer is not on its list of recipients.",
    advice: "Add the customer in Meta's App Dashboard, or use a real number.",
    isHopeless: true,
  },
  "131051": {
    reason: "Meta does not know this type of message.",
    advice: classAdvice.permanent,
    isHopeless: true,
  },
  "131052": {
    reason: "Meta could not fetch a file of the customer's.",
    advice: "Ask the customer to send it again.",
    isHopeless: true,
  },
  "131053": {
    reason: "Meta did not accept the file.",
    advice: "Check its type and size: 5 MB for images, 16 MB for audio and video, 100 MB for documents.",
    isHopeless: true,
  },
  "131042": {
    reason: "Something is wrong with the payment for this account.",
    advice: "An admin has to see to the payment method in Meta's Business Manager.",
  },
  "132001": {
    reason: "The template does not exist in this language, or is not approved.",
    advice: classAdvice.template,
    isHopeless: true,
  },
  "132015": {
    reason: "The template is paused for its quality.",
    advice: "Choose another template, or change this one.",
    isHopeless: true,
  },
  WINDOW_CLOSED: {
    reason: "The 24-hour window had closed before it could be sent.",
    advice: "Send a template, or wait until the customer writes.",
    isHopeless: true,
  },
  OPTED_OUT: { reason: "The customer wants no messages.", advice: "They can write START.", isHopeless: true },
  MARKETING_OPTED_OUT: {
    reason: "The customer has switched off marketing messages.",
    advice: "Send no marketing; answers inside 24 hours still arrive.",
    isHopeless: true,
  },
  CANCELLED: { reason: "It was cancelled before Meta took it.", advice: null },
  HUMAN_TAKEOVER: { reason: "A person took over before Meta took it.", advice: null },
  OPERATOR: { reason: "An operator cancelled it.", advice: null },
  UNKNOWN: {
    reason: "Nobody knows whether it arrived; it was given up.",
    advice: "Ask the customer before you send it again.",
  },
};

/** `error`: what was stored with the code, for codes without words of their own. */
export function explainFailure(code: string | null, error: string | null): Failure {
  const own = code === null ? undefined : wordings[code];
  if (own) return { code, reason: own.reason, advice: own.advice };
  const errorClass = classOf(code);
  if (errorClass) return { code, reason: explainErrorClass(errorClass), advice: classAdvice[errorClass] };
  return { code, reason: error ?? "It could not be sent.", advice: null };
}

/** Whether trying again makes sense. */
export function isHopeless(code: string | null): boolean {
  const own = code === null ? undefined : wordings[code];
  if (own) return own.isHopeless === true;
  const errorClass = classOf(code);
  return errorClass !== undefined && hopeless.has(errorClass);
}

function classOf(code: string | null): ErrorClass | undefined {
  return code !== null && /^\d+$/.test(code) ? classifyErrorCode(Number(code)) : undefined;
}
