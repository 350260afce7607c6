import { parsePersona } from "@/domain/persona";
import { detectLanguage } from "./detect-language";
import type { Answer, Guard } from "./guard";
import { withoutQuotes } from "./sources";

/** Who names a language may want the answer in that one. */
const NAMES_A_LANGUAGE =
  /(?<!\p{L})(?:english|inglés|inglês|ingles|spanish|español|espanol|espanhol|portuguese|portugués|português|portugues|french|français|francés|francês|german|deutsch|alemán|alemão|italian|italiano|arabic|hindi|chinese|translat\p{L}*|traduc\p{L}*|traduz\p{L}*)(?!\p{L})|الإنجليزية|العربية|انجليزي|بالعربي|ترجم|अंग्रेज़ी|अंग्रेजी|हिंदी|हिन्दी|इंग्लिश/iu;

/** An answer in another language than the customer's, or than those of the persona; only where both are sure. */
export const findWrongLanguage: Guard = (answer) => {
  const wrote = newestWords(answer);
  if (NAMES_A_LANGUAGE.test(wrote)) return null;
  const given = detectLanguage(withoutQuotes(answer.text, answer));
  if (given === null) return null;
  const spoken = parsePersona(answer.turn.storedPersona).content.languages.map(primary);
  const asked = detectLanguage(wrote);
  const isExpected =
    spoken.length > 0 && (asked === null || !spoken.includes(asked))
      ? spoken.includes(given)
      : asked === null || asked === given;
  if (isExpected) return null;
  return {
    code: "WRONG_LANGUAGE",
    severity: "repair",
    advice:
      "Your answer was not in the customer's language. Say the same in the language the customer writes.",
  };
};

/** What is unanswered; nothing else says what they speak now. */
function newestWords({ turn }: Answer): string {
  return turn.history
    .filter(({ id, direction }) => direction === "INBOUND" && turn.unansweredMessageIds.includes(id))
    .map(({ body, transcript }) => [body, transcript].filter(Boolean).join(" "))
    .join("\n");
}

function primary(tag: string): string {
  return tag.split("-")[0]?.toLowerCase() ?? "";
}
