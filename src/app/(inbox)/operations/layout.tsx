import type { ReactNode } from "react";
import { pickMessages } from "@/app/_i18n/compile-messages";
import { MoreWords } from "@/app/_i18n/more-words";
import { readPreferences } from "@/app/_i18n/read-preferences";
import { Page } from "@/app/_kit/page";
import { OperationsNav } from "@/app/_operations/shared/operations-nav";

export default async function OperationsLayout({ children }: { children: ReactNode }) {
  const { language } = await readPreferences();
  return (
    <MoreWords words={pickMessages(language, ["operations", "webhooks"])}>
      <Page isWide>
        <OperationsNav />
        {children}
      </Page>
    </MoreWords>
  );
}
