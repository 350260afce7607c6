import type { ReactNode } from "react";

/** The frame of a page that scrolls as a whole (operations, account): give it a PageHeader and sections. */
export function Page({ children, isWide = false }: { children: ReactNode; isWide?: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard (WCAG 2.1.1)
    <div tabIndex={0} className="focus-inset h-full overflow-y-auto">
      <div className={`mx-auto px-4 py-6 sm:px-8 sm:py-8 ${isWide ? "max-w-7xl" : "max-w-5xl"}`}>
        {children}
      </div>
    </div>
  );
}
