"use client";

import clsx from "clsx";
import { Smartphone, WifiOff } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Switch } from "@/app/_kit/choice";
import { EmptyState } from "@/app/_kit/empty-state";
import type { Customer } from "./call-simulator";
import { CustomerPicker } from "./customer-picker";
import { Device } from "./device";
import { Faults } from "./faults";
import { Requests } from "./requests";
import { ShowInInbox } from "./show-in-inbox";
import { useCustomers } from "./use-customers";
import { useWorld } from "./use-world";

type Pane = "phone" | "inbox" | "requests";
const panes = ["phone", "inbox", "requests"] as const;

/** The customer's phone beside the inbox: what one side does, the other sees. */
export function PhonePage() {
  const t = useTranslations("phone");
  const { world, isConnected } = useWorld();
  const { customers } = useCustomers(world);
  const [chosen, setChosen] = useState<Customer>();
  const [pane, setPane] = useState<Pane>("phone");
  const [inboxAddress, setInboxAddress] = useState("/inbox");
  const [sendsReads, setSendsReads] = useState(true);
  const customer = chosen ?? customers[0];
  return (
    <main className="flex h-dvh flex-col bg-canvas">
      <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-3 py-1.5">
        <h1 className="me-1 font-semibold tracking-tight">
          ReplyOnce <span className="font-normal text-soft">{t("title")}</span>
        </h1>
        <PaneButtons pane={pane} onPane={setPane} />
        <div className="ms-auto">
          <Faults />
        </div>
      </header>
      {!isConnected && (
        <p role="status" className="flex items-center gap-2 bg-warn-soft px-4 py-2 text-warn-text">
          <WifiOff className="size-4" aria-hidden="true" />
          {t("connectionLost")}
        </p>
      )}
      <div className="flex min-h-0 flex-1">
        <div className={clsx("min-w-0 flex-1", pane === "phone" && "max-lg:hidden")}>
          <iframe
            title={t("inboxFrame")}
            src={inboxAddress}
            className={clsx("size-full border-0", pane === "requests" && "hidden")}
          />
          {pane === "requests" && <Requests />}
        </div>
        <aside
          aria-label={t("title")}
          className={clsx(
            "flex min-h-0 w-full flex-col lg:w-[25rem] lg:border-s lg:border-line lg:bg-surface lg:p-3 xl:w-[27rem]",
            pane !== "phone" && "max-lg:hidden",
          )}
        >
          <div className="flex items-center gap-1 px-2 py-1.5 lg:px-0 lg:pt-0">
            <CustomerPicker customers={customers} customer={customer} onPick={setChosen} />
            {customer && (
              <ShowInInbox
                customer={customer}
                onShow={(address) => {
                  setInboxAddress(address);
                  setPane("inbox");
                }}
              />
            )}
          </div>
          {customer ? (
            <Device key={customer.address} customer={customer} world={world} sendsReads={sendsReads} />
          ) : (
            <EmptyState icon={<Smartphone />} title={t("thread.empty")}>
              {t("thread.emptyHint")}
            </EmptyState>
          )}
          <div className="px-3 pt-2.5 pb-2 lg:pb-0">
            <Switch
              label={t("reads")}
              hint={t("readsHint")}
              checked={sendsReads}
              onCheckedChange={setSendsReads}
            />
          </div>
        </aside>
      </div>
    </main>
  );
}

/** On a wide screen the phone is always there, and what is beside it is chosen. */
function PaneButtons({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  const t = useTranslations("phone.panes");
  return (
    <nav aria-label={t("label")} className="flex gap-0.5 rounded-control bg-sunken p-0.5">
      {panes.map((name) => {
        const isShown = pane === name;
        const isBeside = name === "inbox" && pane === "phone";
        return (
          <button
            key={name}
            type="button"
            aria-current={isShown || undefined}
            onClick={() => onPane(name)}
            className={clsx(
              "h-7 rounded-md px-3 text-[0.8125rem] font-medium touch:min-h-11",
              name === "phone" && "lg:hidden",
              isShown ? "bg-surface text-ink shadow-control" : "text-soft hover:text-ink",
              isBeside && "lg:bg-surface lg:text-ink lg:shadow-control",
            )}
          >
            {t(name)}
          </button>
        );
      })}
    </nav>
  );
}
