// What an error code of the Cloud API means for us. Source: Meta, support/error-codes. The HTTP status says little.

export type ErrorClass =
  /** Access token or permission: nothing of this number will work until somebody acts. */
  | "credentials"
  /** The request or the set-up is wrong: the same request will be refused for ever. */
  | "permanent"
  /** This recipient cannot or may not get it. */
  | "recipient"
  /** Outside the 24 h window: only a template, or the customer's next message, opens it. */
  | "window"
  /** Too many messages to this recipient. */
  | "pair_rate"
  /** Too many messages from this number. */
  | "number_rate"
  /** Too many of this number's messages were blocked or reported. */
  | "spam"
  /** Too many calls of this app or account. */
  | "app_rate"
  /** Not asked at all: Meta has failed several times in a row just now. */
  | "circuit_open"
  /** Meta's own trouble: try again. */
  | "transient"
  /** Meta does not say whose fault it is: once more, then no longer. */
  | "doubtful"
  /** Account restricted, billing or registration: a person must look, and nothing will work before. */
  | "policy"
  /** The template is missing, wrong or paused. */
  | "template";

/** More than 24 hours since the customer's last message; as jobs, sends and receipts have it. */
export const OUTSIDE_WINDOW = "131047";
/** The customer has asked for no more marketing. */
export const NO_MARKETING = "131050";

const codes: Record<ErrorClass, number[]> = {
  credentials: [0, 3, 10, 190, 131005],
  permanent: [
    33, 100, 131008, 131009, 131021, 131030, 131051, 131052, 131053, 131055, 131062, 132068, 132069,
  ],
  recipient: [130403, 130472, 130497, 131026, 131049, 131050],
  window: [131047],
  pair_rate: [131056],
  // 131057: the number is being moved to a higher throughput, for about a minute.
  number_rate: [130429, 131057],
  spam: [131048],
  app_rate: [4, 80007],
  circuit_open: [],
  transient: [2, 131000, 131016, 133004],
  doubtful: [1, 135000],
  policy: [368, 131031, 131037, 131042, 131045, 131064, 133000, 133010, 134011],
  template: [131063, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 134100, 134101, 134102],
};

const explanations: Record<ErrorClass, string> = {
  credentials: "The access token or a permission is not valid any more.",
  permanent: "Meta does not accept this message or this set-up, however often it is sent.",
  recipient: "This customer cannot get messages from this number.",
  window: "More than 24 hours since the customer's last message.",
  pair_rate: "Too many messages to this customer in a short time.",
  number_rate: "This number cannot send so much at the moment.",
  spam: "Customers have blocked or reported too many messages of this number.",
  app_rate: "Too many calls of this app or account in a short time.",
  circuit_open: "Meta has failed several times in a row, so calls wait for a while.",
  transient: "Meta had trouble of its own.",
  doubtful: "Meta gave no reason.",
  policy: "The account or the number is restricted, unpaid or not registered.",
  template: "The template is missing, wrong or paused.",
};

const classOf = new Map(
  Object.entries(codes).flatMap(([name, list]) => list.map((code) => [code, name as ErrorClass] as const)),
);

/**
 * The class of a code. Codes 200 to 299 are missing permissions. A code that is not in Meta's table is taken for
 * transient: it is tried again a bounded number of times, never given up at once and never taken for success.
 */
export function classifyErrorCode(code: number): ErrorClass {
  if (code >= 200 && code <= 299) return "credentials";
  return classOf.get(code) ?? "transient";
}

/** What a class means, in a sentence for the people who read the job. */
export function explainErrorClass(errorClass: ErrorClass): string {
  return explanations[errorClass];
}
