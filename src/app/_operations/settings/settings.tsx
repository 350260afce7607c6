"use client";

import { useTranslations } from "use-intl";
import { PageHeader } from "@/app/_kit/page-header";
import { CannedReplies } from "./canned-replies";
import { Labels } from "./labels";

export function Settings() {
  const t = useTranslations("operations");
  return (
    <>
      <PageHeader title={t("sections.settings.title")} description={t("sections.settings.description")} />
      <Labels />
      <CannedReplies />
    </>
  );
}
