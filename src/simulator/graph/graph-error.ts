/**
 * HTTP status and title by error code. Meta's page (support/error-codes) names codes and titles and no longer the
 * status; statuses are those of older tables, 400 where none was ever published.
 */
const CATALOGUE: Record<number, [status: number, title: string]> = {
  0: [401, "AuthException"],
  1: [400, "API Unknown"],
  2: [503, "API Service"],
  3: [500, "API Method"],
  4: [400, "API Too Many Calls"],
  10: [403, "Permission Denied"],
  33: [400, "Parameter value is not valid"],
  100: [400, "Invalid parameter"],
  190: [401, "Authentication Error"],
  200: [403, "API Permission"],
  368: [403, "Temporarily blocked for policies violations"],
  80007: [400, "Rate limit issues"],
  130403: [400, "User is blocked by the business"],
  130429: [400, "Rate limit hit"],
  130472: [400, "User's number is part of an experiment"],
  130497: [400, "Business account is restricted from messaging users in this country"],
  131000: [500, "Something went wrong"],
  131005: [403, "Access denied"],
  131008: [400, "Required parameter is missing"],
  131009: [400, "Parameter value is not valid"],
  131016: [500, "Service unavailable"],
  131021: [400, "Recipient cannot be sender"],
  131026: [400, "Message undeliverable"],
  131030: [400, "Recipient phone number not in allowed list"],
  131031: [403, "Account has been locked"],
  131037: [400, "Display name approval needed"],
  131042: [400, "Business eligibility payment issue"],
  131045: [500, "Incorrect certificate"],
  131047: [400, "Re-engagement message"],
  131048: [400, "Spam rate limit hit"],
  131049: [400, "This message was not delivered to maintain healthy ecosystem engagement."],
  131050: [400, "User has stopped receiving marketing messages from this business"],
  131051: [400, "Message type unknown"],
  131052: [400, "Media download error"],
  131053: [400, "Media upload error"],
  131055: [400, "Method not allowed"],
  131056: [400, "(Business Account, Consumer Account) pair rate limit hit"],
  131057: [500, "Account in maintenance mode"],
  131060: [400, "This message is currently unavailable"],
  131062: [400, "Business-scoped user id recipients are not supported for this message"],
  131063: [400, "Marketing messages are disabled"],
  131064: [400, "Messaging limited due to template classification violations"],
  132000: [400, "Number of parameters does not match the expected number of params"],
  132001: [404, "Template name does not exist in the translation"],
  132005: [400, "Translated text too long"],
  132007: [400, "Template content violates a WhatsApp policy"],
  132012: [400, "Parameter format does not match format in the created template"],
  132015: [400, "Template is paused"],
  132016: [400, "Template is disabled"],
  132018: [400, "Template parameter validation failed"],
  132068: [400, "Flow is blocked"],
  132069: [400, "Flow is throttled"],
  133000: [500, "Incomplete deregistration"],
  133004: [503, "Server temporarily unavailable"],
  133005: [400, "Two step verification PIN mismatch"],
  133006: [400, "Phone number re-verification needed"],
  133008: [400, "Too many two step verification PIN guesses"],
  133009: [400, "Two step verification PIN guessed too fast"],
  133010: [400, "Phone number not registered"],
  133015: [400, "Please wait a few minutes before attempting to register this phone number"],
  133016: [400, "Account register deregister rate limit exceeded"],
  134102: [500, "Template unavailable"],
  135000: [400, "Generic user error"],
};

export function errorTitle(code: number): string {
  return CATALOGUE[code]?.[1] ?? "Unknown error";
}

/** Ends a Graph call: answered with Meta's error body. */
export class GraphRefusal extends Error {
  readonly code: number;
  readonly status: number;
  readonly details: string;

  constructor(code: number, details: string, options: { status?: number } = {}) {
    super(details);
    this.name = "GraphRefusal";
    this.code = code;
    this.details = details;
    this.status = options.status ?? CATALOGUE[code]?.[0] ?? (code >= 200 && code <= 299 ? 403 : 400);
  }

  /** Meta's body. Authentication errors come from the Graph layer, without `error_data`. */
  body(): unknown {
    const fbtrace_id = traceId();
    const { code, details } = this;
    if (code === 190)
      return { error: { message: errorTitle(190), type: "OAuthException", code, fbtrace_id } };
    return {
      error: {
        message: code === 100 ? `(#100) ${details}` : `(#${code}) ${errorTitle(code)}`,
        type: "OAuthException",
        code,
        error_data: { messaging_product: "whatsapp", details },
        ...(code === 2 || code === 4 ? { is_transient: true } : {}),
        fbtrace_id,
      },
    };
  }
}

/** The path names nothing this token can see; also the Graph layer's own. */
export class UnknownObjectRefusal extends GraphRefusal {
  constructor(id: string, verb: "get" | "post" | "delete") {
    super(
      100,
      `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    );
  }

  override body(): unknown {
    return {
      error: { message: this.details, type: "GraphMethodException", code: this.code, fbtrace_id: traceId() },
    };
  }
}

function traceId(): string {
  const random = () => Math.random().toString(36).slice(2, 13);
  return `A${random()}${random()}`.slice(0, 23);
}
