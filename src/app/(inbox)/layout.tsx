import type { ReactNode } from "react";

export default function SignedInLayout({ children }: { children: ReactNode }) {
  return <main className="h-dvh">{children}</main>;
}
