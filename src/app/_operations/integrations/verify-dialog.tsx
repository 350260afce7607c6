"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { subscribeNumber, verifyNumber } from "@/app/_contract/integration-operations";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { QueryView } from "@/app/_operations/shared/query-view";
import { useWork } from "@/app/_operations/shared/use-work";
import { type Check, CheckList } from "./check-list";
import type { BusinessNumber } from "./integrations";

export function VerifyDialog({ number, onClose }: { number: BusinessNumber | null; onClose: () => void }) {
  const t = useTranslations("operations.numbers");
  return (
    <Dialog
      isOpen={number !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("verifyOne", { name: number?.name ?? "" })}
      description={t("verifyHint")}
    >
      {number && <Verification id={number.id} />}
    </Dialog>
  );
}

/** Asks Meta once it is shown, and again when asked to. */
export function Verification({ id }: { id: string }) {
  const t = useTranslations("operations.numbers");
  const params = { id };
  const query = useQuery({
    queryKey: ["integration-checks", id],
    queryFn: async () =>
      (await callInbox<typeof verifyNumber>("POST", "/api/inbox/integrations/{id}/verify", { params }))
        .checks,
    staleTime: 0,
    retry: false,
  });
  const subscribe = useWork({
    work: () =>
      callInbox<typeof subscribeNumber>("POST", "/api/inbox/integrations/{id}/subscribe", { params }),
    changes: [["integration-checks", id], ["integrations"]],
    done: () => t("subscribed"),
  });
  const isUnsubscribed = (checks: Check[]) =>
    checks.some(({ name, status }) => name === "webhooks" && status === "fail");
  return (
    <QueryView query={query}>
      {(checks) => (
        <div className="flex flex-col gap-3" aria-busy={query.isFetching}>
          <CheckList checks={checks} />
          <div className="flex flex-wrap gap-2">
            <Button
              icon={<RotateCw aria-hidden="true" className="size-3.5" />}
              isBusy={query.isFetching}
              onClick={() => void query.refetch()}
            >
              {t("checkAgain")}
            </Button>
            {isUnsubscribed(checks) && (
              <Button
                variant="primary"
                isBusy={subscribe.isPending}
                onClick={() => subscribe.mutate(undefined)}
              >
                {t("subscribe")}
              </Button>
            )}
          </div>
        </div>
      )}
    </QueryView>
  );
}
