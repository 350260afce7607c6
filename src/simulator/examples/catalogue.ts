import { distance } from "fastest-levenshtein";
import { accountExamples } from "./account-examples";
import { changeExamples } from "./change-examples";
import { type Example, type MessageShape, QUOTED_WAMID } from "./example";
import { messageExamples } from "./message-examples";
import { noticeExamples } from "./notice-examples";

/** Every webhook that Meta documents, by name, and some that it does not (webhooks/reference). */
export const catalogue: Example[] = [
  ...messageExamples,
  ...noticeExamples,
  ...changeExamples,
  ...accountExamples,
];

const BY_NAME = new Map(catalogue.map((example) => [example.name, example]));

export function findExample(name: string): Example | undefined {
  return BY_NAME.get(name);
}

/** The example of a type whose writer gives no content; the name is not always the type. */
const OF_TYPE: Record<string, string> = {
  interactive: "message.button_reply",
  system: "message.system.user_changed_number",
  unsupported: "message.unsupported.poll_creation",
};

/** Undefined for a type that Meta does not document: such a message has no object then. */
export function exampleContent(type: string): MessageShape["content"] {
  const example = BY_NAME.get(OF_TYPE[type] ?? `message.${type}`);
  if (example?.kind !== "message") return undefined;
  const number = { phoneNumberId: "", displayPhoneNumber: "", wabaId: "" };
  const facts = { choices: { quote: QUOTED_WAMID }, sender: { name: "Customer" }, number, timestamp: "0" };
  return example.shape(facts).content;
}

/** The known names most like a wrong one, best first. */
export function similarNames(name: string): string[] {
  const wanted = name.toLowerCase();
  return [...BY_NAME.keys()]
    .map((known) => ({ known, unlikeness: unlikeness(wanted, known) }))
    .filter((match) => match.unlikeness <= Math.max(2, match.known.length / 3))
    .sort((a, b) => a.unlikeness - b.unlikeness)
    .slice(0, 3)
    .map(({ known }) => known);
}

/** A name that only lacks its beginning or its end is nearly right. */
function unlikeness(wanted: string, known: string): number {
  const isPart = known.endsWith(`.${wanted}`) || known.startsWith(`${wanted}.`);
  return isPart ? 1 : distance(wanted, known);
}
