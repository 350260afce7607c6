import type { OutboundContent } from "./outbound-content";
import type { MediaSource } from "./outbound-content-fields";
import type { InteractiveContent, InteractiveHeader } from "./outbound-content-interactive";
import type { TemplateContent, TemplateParameters } from "./outbound-content-template";

/** A content as Meta takes it: `type`, the object named like it, and `context` for a quote. */
export function contentPayload(content: OutboundContent): Record<string, unknown> {
  const { type } = content;
  const quotes = "quotes" in content ? content.quotes : undefined;
  return { type, [type]: objectOf(content), ...(quotes && { context: { message_id: quotes } }) };
}

function objectOf(content: OutboundContent): unknown {
  switch (content.type) {
    case "text":
      return { body: content.body, preview_url: content.previewUrl ?? false };
    case "image":
    case "video":
      return { ...mediaOf(content), caption: content.caption };
    case "audio":
      return { ...mediaOf(content), voice: content.voice };
    case "document":
      return { ...mediaOf(content), caption: content.caption, filename: content.filename };
    case "sticker":
      return mediaOf(content);
    case "location": {
      const { latitude, longitude, name, address } = content;
      return { latitude, longitude, name, address };
    }
    case "contacts":
      return content.contacts.map(cardOf);
    case "reaction":
      return { message_id: content.messageId, emoji: content.emoji };
    case "interactive":
      return interactiveOf(content);
    case "template":
      return templateOf(content);
  }
}

/** Files of ours are uploaded before: Meta knows its own ids and addresses only. */
function mediaOf({ id, link }: MediaSource): MediaSource {
  return id === undefined ? { link } : { id };
}

type Card = Extract<OutboundContent, { type: "contacts" }>["contacts"][number];

function cardOf({ name, phones, emails, urls, organization }: Card): unknown {
  const { formattedName, firstName, lastName } = name;
  // Meta asks for at least one name beside the whole one.
  const first = firstName ?? (lastName === undefined ? formattedName : undefined);
  return {
    name: { formatted_name: formattedName, first_name: first, last_name: lastName },
    phones: phones?.map(({ waId, ...phone }) => ({ ...phone, wa_id: waId })),
    emails,
    urls,
    org: organization,
  };
}

function interactiveOf(content: InteractiveContent): unknown {
  const header = "header" in content ? content.header : undefined;
  const footer = "footer" in content ? content.footer : undefined;
  return {
    type: interactiveTypes[content.kind],
    header: header && headerOf(header),
    body: { text: content.body },
    footer: footer && { text: footer },
    action: actionOf(content),
  };
}

const interactiveTypes: Record<InteractiveContent["kind"], string> = {
  button: "button",
  list: "list",
  cta_url: "cta_url",
  flow: "flow",
  location_request: "location_request_message",
  contact_request: "request_contact_info",
};

function headerOf(header: InteractiveHeader): unknown {
  if (header.type === "text") return { type: "text", text: header.text };
  const filename = "filename" in header ? header.filename : undefined;
  return { type: header.type, [header.type]: { ...mediaOf(header), filename } };
}

function actionOf(content: InteractiveContent): unknown {
  switch (content.kind) {
    case "button":
      return { buttons: content.buttons.map((reply) => ({ type: "reply", reply })) };
    case "list":
      return { button: content.button, sections: content.sections };
    case "cta_url":
      return { name: "cta_url", parameters: { display_text: content.displayText, url: content.url } };
    case "flow": {
      const { flowId, flowName, cta, token, action, screen, data, mode } = content;
      const parameters = {
        flow_message_version: "3",
        flow_id: flowId,
        flow_name: flowName,
        flow_cta: cta,
        flow_token: token,
        flow_action: action,
        flow_action_payload: screen === undefined ? undefined : { screen, data },
        mode,
      };
      return { name: "flow", parameters };
    }
    case "location_request":
      return { name: "send_location" };
    case "contact_request":
      return { name: "request_contact_info" };
  }
}

function templateOf({ name, language, parameters }: TemplateContent): unknown {
  const components = [
    ...(parameters.header ? [{ type: "header", parameters: [templateHeaderOf(parameters.header)] }] : []),
    ...bodyComponents(parameters.body),
    ...(parameters.buttons ?? []).map(buttonComponent),
  ];
  // The policy is what Meta's OpenAPI file asks for; its pages leave it out.
  return {
    name,
    language: { code: language, policy: "deterministic" },
    ...(components.length > 0 && { components }),
  };
}

function templateHeaderOf(header: NonNullable<TemplateParameters["header"]>): unknown {
  if (header.type === "text") return { type: "text", text: header.text, parameter_name: header.name };
  if (header.type === "location") {
    const { latitude, longitude, name, address } = header;
    return { type: "location", location: { latitude, longitude, name, address } };
  }
  return headerOf(header);
}

function bodyComponents(body: TemplateParameters["body"]): unknown[] {
  if (body === undefined) return [];
  const parameters = Array.isArray(body)
    ? body.map((text) => ({ type: "text", text }))
    : Object.entries(body).map(([name, text]) => ({ type: "text", parameter_name: name, text }));
  return parameters.length > 0 ? [{ type: "body", parameters }] : [];
}

type TemplateButton = NonNullable<TemplateParameters["buttons"]>[number];

/** Meta counts buttons in a string. */
function buttonComponent({ kind, index, value }: TemplateButton): unknown {
  return { type: "button", sub_type: kind, index: String(index), parameters: [buttonParameter(kind, value)] };
}

function buttonParameter(kind: TemplateButton["kind"], value: string): unknown {
  switch (kind) {
    case "url":
      return { type: "text", text: value };
    case "quick_reply":
      return { type: "payload", payload: value };
    case "copy_code":
      return { type: "coupon_code", coupon_code: value };
    case "flow":
      return { type: "action", action: { flow_token: value } };
  }
}
