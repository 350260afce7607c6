import type { Messages } from "@/app/_i18n/messages";
import type { Destination } from "@/app/_inbox/shell/destinations";

/** An operations page, as its words and its address call it. */
export type Section = keyof Messages["operations"]["sections"];

export function sectionOf({ href }: Destination): Section {
  return href.slice("/operations/".length) as Section;
}
