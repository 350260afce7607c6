import { type Customer, type Customers, otherSpelling } from "../customers";
import { GraphRefusal } from "./graph-error";
import type { PayloadReader } from "./payload-reader";

/** Whom a send goes to. `misaddressed`: accepted by Graph and never delivered. */
export type Recipient =
  | { kind: "phone"; input: string; waId: string; customer?: Customer }
  | { kind: "user-id"; input: string; userId: string; customer?: Customer }
  | { kind: "misaddressed"; input: string; waId: string }
  | { kind: "group"; input: string; groupId: string };

const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** Without a plus sign Meta may prepend the business's country code (messages/send-messages): here for short numbers. */
function internationalDigits(input: string, businessDigits: string): string {
  const digits = input.replace(/[\s()+.-]/g, "");
  if (input.trim().startsWith("+") || digits.length > 10) return digits;
  return businessDigits.slice(0, Math.max(1, businessDigits.length - 10)) + digits;
}

function resolvePhone(input: string, parts: { customers: Customers; businessDigits: string }): Recipient {
  const { customers, businessDigits } = parts;
  // A user id does not belong in `to`: its letters are stripped, the rest is taken for a number and the message is
  // lost although Graph answers 200 (seen in production; chatwoot#15150).
  if (USER_ID.test(input)) return { kind: "misaddressed", input, waId: input.replace(/\D/g, "") };
  if (!/^[\d\s()+.-]+$/.test(input)) throw new GraphRefusal(131009, "Param to is not a valid phone number.");
  const exact = input.replace(/\D/g, "");
  const digits = customers.find(exact) ? exact : internationalDigits(input, businessDigits);
  if (digits.length < 7 || digits.length > 15)
    throw new GraphRefusal(131009, "Param to is not a valid phone number.");
  if (digits === businessDigits) throw new GraphRefusal(131021, "The recipient cannot be the sender.");
  const spelling = otherSpelling(digits);
  const customer = customers.find(digits) ?? (spelling ? customers.find(spelling) : undefined);
  return { kind: "phone", input, waId: customer?.waId ?? digits, customer };
}

/** Reads `recipient_type`, `to` and `recipient`; with both, `to` wins (business-scoped-user-ids). */
export function resolveRecipient(
  message: PayloadReader,
  parts: { customers: Customers; businessDigits: string },
): Recipient {
  const type = message.has("recipient_type")
    ? message.oneOf("recipient_type", ["individual", "group"])
    : "individual";
  if (type === "group") {
    const groupId = message.text("to", { max: 200 });
    return { kind: "group", input: groupId, groupId };
  }
  if (message.has("to")) return resolvePhone(message.text("to", { max: 200 }), parts);
  if (!message.has("recipient")) throw new GraphRefusal(100, "The parameter to is required.");
  const userId = message.text("recipient", { max: 200 });
  if (!USER_ID.test(userId)) throw new GraphRefusal(131009, "Param recipient is not a valid user id.");
  return { kind: "user-id", input: userId, userId, customer: parts.customers.find(userId) };
}
