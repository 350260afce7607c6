import type { ReactNode } from "react";

export function PanelSection({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-2 border-line border-t px-4 py-4">
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h3 className="font-semibold text-[0.8125rem]">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}
