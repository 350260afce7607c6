import type { ReactNode } from "react";
import { Page } from "@/app/_kit/page";
import { OperationsNav } from "@/app/_operations/shared/operations-nav";

export default function OperationsLayout({ children }: { children: ReactNode }) {
  return (
    <Page isWide>
      <OperationsNav />
      {children}
    </Page>
  );
}
