import { GraphRefusal } from "./graph-error";
import type { PayloadReader } from "./payload-reader";
import { type MediaFinder, validateMediaObject } from "./validate-media-object";

// Lengths: interactive reply buttons and lists pages. Meta's list page says 4,096 for the body and its OpenAPI file
// 1,024: refused here is only what both refuse.
const BODY_MAX = 1024;
const LIST_BODY_MAX = 4096;
const SHORT_MAX = 60;
const tooLongCode = 131009;

const TEXT_HEADER_ONLY = new Set(["list", "product_list"]);
const HEADER_TYPES = ["text", "image", "video", "document"];

function validateHeader(interactive: PayloadReader, media: MediaFinder): void {
  const header = interactive.optionalObject("header");
  if (!header) return;
  const type = header.oneOf(
    "type",
    TEXT_HEADER_ONLY.has(String(interactive.fields.type)) ? ["text"] : HEADER_TYPES,
  );
  if (type === "text") header.text("text", { max: SHORT_MAX, tooLongCode });
  else validateMediaObject(header, type, media);
}

/** How many products one message shows (sell-products-and-services). */
function validateProducts(action: PayloadReader): void {
  action.text("catalog_id", { max: 100, tooLongCode });
  const sections = action.list("sections", { min: 1, max: 10 });
  const items = sections.flatMap((section) => section.list("product_items", { min: 1, max: 30 }));
  if (items.length > 30) throw new GraphRefusal(131009, "Total product count exceed max allowed count: 30");
  for (const item of items) item.text("product_retailer_id", { max: 100, tooLongCode });
}

function validateCards(action: PayloadReader): void {
  for (const card of action.list("cards", { min: 2, max: 10 })) card.object("header");
}

function validateCallButton(action: PayloadReader): void {
  action.oneOf("name", ["voice_call"]);
  action.optionalObject("parameters")?.optionalText("display_text", { max: 20, tooLongCode });
}

function validateButtons(action: PayloadReader): void {
  const replies = action.list("buttons", { min: 1, max: 3 }).map((button) => {
    button.oneOf("type", ["reply"]);
    return button.object("reply");
  });
  const ids = replies.map((reply) => reply.text("id", { max: 256, tooLongCode }));
  const titles = replies.map((reply) => reply.text("title", { max: 20, tooLongCode }));
  if (new Set(ids).size < ids.length || new Set(titles).size < titles.length) {
    throw new GraphRefusal(131009, "Button ids and titles must be unique within the message.");
  }
}

function validateList(action: PayloadReader): void {
  action.text("button", { max: 20, tooLongCode });
  const sections = action.list("sections", { min: 1, max: 10 });
  const rows = sections.flatMap((section) => {
    if (sections.length > 1) section.text("title", { max: 24, tooLongCode });
    else section.optionalText("title", { max: 24, tooLongCode });
    return section.list("rows", { min: 1, max: 10 });
  });
  if (rows.length > 10) throw new GraphRefusal(131009, `Total row count exceed max allowed count: 10`);
  const ids = rows.map((row) => row.text("id", { max: 200, tooLongCode }));
  for (const row of rows) {
    row.text("title", { max: 24, tooLongCode });
    row.optionalText("description", { max: 72, tooLongCode });
  }
  if (new Set(ids).size < ids.length)
    throw new GraphRefusal(131009, "Row ids must be unique within the message.");
}

function validateCtaUrl(action: PayloadReader): void {
  action.oneOf("name", ["cta_url"]);
  const parameters = action.object("parameters");
  parameters.text("display_text", { max: 20, tooLongCode });
  const url = parameters.text("url", { max: 2000, tooLongCode });
  if (!/^https?:\/\/\S+$/.test(url))
    throw new GraphRefusal(131009, `${parameters.name("url")} is not a valid URL`);
}

function validateFlow(action: PayloadReader): void {
  action.oneOf("name", ["flow"]);
  const parameters = action.object("parameters");
  parameters.oneOf("flow_message_version", ["3"]);
  parameters.text("flow_cta", { max: 30, tooLongCode });
  if (!parameters.has("flow_id")) parameters.text("flow_name", { max: 200, tooLongCode });
}

const ACTIONS: Record<string, (action: PayloadReader) => void> = {
  button: validateButtons,
  list: validateList,
  cta_url: validateCtaUrl,
  flow: validateFlow,
  location_request_message: (action) => action.oneOf("name", ["send_location"]),
  request_contact_info: (action) => action.oneOf("name", ["request_contact_info"]),
  address_message: (action) => action.oneOf("name", ["address_message"]),
  call_permission_request: (action) => action.oneOf("name", ["call_permission_request"]),
  voice_call: validateCallButton,
  product: (action) => {
    action.text("catalog_id", { max: 100, tooLongCode });
    action.text("product_retailer_id", { max: 100, tooLongCode });
  },
  product_list: validateProducts,
  catalog_message: (action) => action.oneOf("name", ["catalog_message"]),
  carousel: validateCards,
};

/** These speak for themselves: a body is allowed, not asked for. */
const WITHOUT_BODY = new Set(["product", "call_permission_request", "voice_call"]);

/** Checks the `interactive` object and returns its body text. */
export function validateInteractive(interactive: PayloadReader, media: MediaFinder): string {
  const type = interactive.oneOf("type", Object.keys(ACTIONS));
  validateHeader(interactive, media);
  const limits = { max: type === "list" ? LIST_BODY_MAX : BODY_MAX, tooLongCode } as const;
  const mayLack = WITHOUT_BODY.has(type) && !interactive.has("body");
  const body = mayLack ? "" : interactive.object("body").text("text", limits);
  interactive.optionalObject("footer")?.text("text", { max: SHORT_MAX, tooLongCode });
  ACTIONS[type]?.(interactive.object("action"));
  return body;
}
