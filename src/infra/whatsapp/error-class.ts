// What an error code of the Cloud API means for us. Source: Meta, support/error-codes; the HTTP status says little.

export type ErrorClass =
  /** Access token or permission: nothing of this integration will work until somebody acts. */
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
  /** Too many calls of this app or account. */
  | "app_rate"
  /** Meta's own trouble: try again. */
  | "transient"
  /** Account restricted, billing or registration: a person must look. */
  | "policy"
  /** The template is missing, wrong or paused. */
  | "template";

const codes: Record<ErrorClass, number[]> = {
  credentials: [0, 3, 10, 190, 131005],
  permanent: [
    33, 100, 131008, 131009, 131021, 131030, 131051, 131053, 131055, 131062, 132068, 132069, 135000,
  ],
  recipient: [130403, 130472, 131026, 131049, 131050],
  window: [131047],
  pair_rate: [131056],
  number_rate: [130429, 131048],
  app_rate: [4, 80007],
  transient: [1, 2, 131000, 131016, 131052, 131057, 133000, 133004],
  policy: [368, 130497, 131031, 131037, 131042, 131045, 131064, 133010, 134011],
  template: [131063, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 134100, 134101, 134102],
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
