"use client";

import { useSession } from "@/app/_inbox/shell/session";
import { adminSections, type OperationsSection, sections } from "./sections";

/** Those that whoever is signed in may look at; the API decides it anyway. */
export function useSections(): readonly OperationsSection[] {
  const { role } = useSession().user;
  return role === "ADMIN" ? sections : sections.filter((section) => !adminSections.includes(section));
}
