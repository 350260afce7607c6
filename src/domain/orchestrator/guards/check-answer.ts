// Adding a guard is one file, one test and one line here. docs/AI_SAFETY.md says what each is for.

import { findEmptiness } from "./find-emptiness";
import { findForeignData } from "./find-foreign-data";
import { findLeakedPrompt } from "./find-leaked-prompt";
import { findLinks } from "./find-links";
import { findOverLength } from "./find-over-length";
import { findRepetition } from "./find-repetition";
import { findSecrets } from "./find-secrets";
import { findUnsupportedClaims } from "./find-unsupported-claims";
import { findWrongLanguage } from "./find-wrong-language";
import type { Answer, Finding, Guard } from "./guard";

/** What blocks comes first. */
const guards: Guard[] = [
  findSecrets,
  findLeakedPrompt,
  findEmptiness,
  findOverLength,
  findLinks,
  findForeignData,
  findUnsupportedClaims,
  findWrongLanguage,
  findRepetition,
];

/** Everything that is wrong with an answer; nothing, and it may be sent. */
export function checkAnswer(answer: Answer): Finding[] {
  return guards.map((guard) => guard(answer)).filter((finding) => finding !== null);
}
