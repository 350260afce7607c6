import type { SimulatorEvent } from "./event-log";

const TEXT_MAX = 80;

function short(text: string): string {
  const line = text.replaceAll("\n", " ⏎ ");
  return line.length > TEXT_MAX ? `${line.slice(0, TEXT_MAX)}…` : line;
}

function describe(event: SimulatorEvent): string {
  switch (event.type) {
    case "message":
      return `← ${event.customer} writes ${event.messageType}: ${short(event.text)}`;
    case "delivery": {
      const answer = event.status ?? `no answer (${event.error})`;
      return `  webhook ${event.deliveryId} ${event.kind}, attempt ${event.attempt}: ${answer} in ${event.elapsedMs} ms, ${event.state}`;
    }
    case "send":
      return event.outcome === "accepted"
        ? `→ ${event.customer} is sent ${event.messageType}: ${short(event.text)}`
        : `→ ${event.customer} ${event.outcome}${event.code === undefined ? "" : ` with ${event.code}`}`;
    case "receipt":
      return `  receipt ${event.status} for ${event.customer}`;
    case "read":
      return `  ${event.customer} sees ${event.isTyping ? "typing" : "blue ticks"}`;
    case "media":
      return `  media ${event.action} ${event.mediaId} ${event.outcome}`;
    case "ai":
      return `  ai ${event.provider} ${event.model}: ${event.answer} (${event.status ?? "no answer"}) in ${event.elapsedMs} ms`;
    case "control":
      return `  control ${event.action} ${event.detail}`;
  }
}

/** One line for a person: local time and what happened. */
export function describeEvent(event: SimulatorEvent): string {
  const at = new Date(event.at);
  const time = `${at.toTimeString().slice(0, 8)}.${String(at.getMilliseconds()).padStart(3, "0")}`;
  return `${time} ${describe(event)}`;
}
