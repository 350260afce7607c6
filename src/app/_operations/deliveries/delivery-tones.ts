export const deliveryTones = {
  ingested: "accent",
  parked: "danger",
  unrouted: "warn",
  unrecognised: "neutral",
} as const;
