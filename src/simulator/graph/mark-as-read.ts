import type { Exchange } from "../exchange";
import type { World } from "../world";
import type { GraphCall } from "./effects-ledger";
import { GraphAnswer } from "./graph-answer";
import { GraphRefusal } from "./graph-error";
import type { PayloadReader } from "./payload-reader";

/** `status: "read"`, with or without a typing indicator (messages/mark-message-as-read, typing-indicators). */
export async function markAsRead(
  world: World,
  exchange: Exchange,
  request: { reader: PayloadReader; call: GraphCall },
): Promise<void> {
  const { reader, call } = request;
  if (!reader.has("messaging_product"))
    throw new GraphRefusal(100, "The parameter messaging_product is required.");
  reader.oneOf("messaging_product", ["whatsapp"]);
  reader.oneOf("status", ["read"]);
  const wamid = reader.text("message_id", { max: 500 });
  call.wamid = wamid;
  const typing = reader.optionalObject("typing_indicator");
  typing?.oneOf("type", ["text"]);
  const message = world.messages.find(wamid);
  if (!message)
    throw new GraphRefusal(131009, `Param message_id is not a message this number received: ${wamid}`);
  const { customer, phoneNumberId } = message;
  const fault = world.faults.choose("read", { recipients: [customer], phoneNumberId });
  const answer = new GraphAnswer({ exchange, work: world.work, call }, fault);
  if (!(await answer.mayBeAccepted())) return;
  world.events.append({ type: "read", wamid, customer, phoneNumberId, isTyping: typing !== undefined });
  answer.accepted({ success: true });
}
