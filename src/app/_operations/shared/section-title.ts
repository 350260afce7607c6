import type { Metadata } from "next";
import { readMessages } from "@/app/_i18n/messages";
import { readPreferences } from "@/app/_i18n/read-preferences";
import type { Section } from "./section-of";

/** The title of a page, in the language of whoever asks. */
export async function sectionTitle(section?: Section): Promise<Metadata> {
  const { language } = await readPreferences();
  const { operations } = readMessages(language);
  return { title: section ? operations.sections[section].title : operations.title };
}
