"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { Dialog } from "@/app/_kit/dialog";
import { operationsFor } from "./destinations";
import { useSession } from "./session";

/** On a phone: where else one can go. */
export function OperationsSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations("common");
  const { user } = useSession();
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={t("nav.operations")}>
      <ul className="grid grid-cols-2 gap-2">
        {operationsFor(user.role).map(({ name, href, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              onClick={onClose}
              className="flex min-h-14 items-center gap-3 rounded-control border border-line px-3 text-sm hover:bg-hover"
            >
              <Icon aria-hidden="true" className="size-4.5 shrink-0 text-faint" />
              <span className="min-w-0">{t(`nav.${name}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
