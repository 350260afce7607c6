"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { addNumber, checkNumber } from "@/app/_contract/integration-operations";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { TextField } from "@/app/_kit/field";
import { CheckList, holds } from "./check-list";
import { TokenField } from "./token-dialog";
import { Verification } from "./verify-dialog";

interface SetUpDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  webhookUrl: string | null;
  canStoreTokens: boolean;
}

const steps = ["credentials", "webhook", "verify"] as const;
type Step = (typeof steps)[number];

/** A number is set up step by step; each is tried with Meta before the next. */
export function SetUpDialog({ isOpen, onOpenChange, webhookUrl, canStoreTokens }: SetUpDialogProps) {
  const t = useTranslations("operations.numbers");
  const [step, setStep] = useState<Step>("credentials");
  const [id, setId] = useState<string | null>(null);
  const close = (isNowOpen: boolean) => {
    if (!isNowOpen) {
      setStep("credentials");
      setId(null);
    }
    onOpenChange(isNowOpen);
  };
  return (
    <Dialog isOpen={isOpen} onOpenChange={close} title={t("add")} size="large">
      <ol className="mb-5 flex flex-wrap gap-x-5 gap-y-2 text-[0.8125rem]">
        {steps.map((each, at) => (
          <li
            key={each}
            aria-current={each === step ? "step" : undefined}
            className={each === step ? "font-semibold text-ink" : "text-faint"}
          >
            <span className="tnum me-1.5 inline-flex size-5 items-center justify-center rounded-full bg-sunken text-xs">
              {at + 1}
            </span>
            {t(`step.${each}`)}
          </li>
        ))}
      </ol>
      {step === "credentials" && (
        <Credentials
          canStoreTokens={canStoreTokens}
          onAdded={(added) => {
            setId(added);
            setStep("webhook");
          }}
        />
      )}
      {step === "webhook" && <WebhookStep webhookUrl={webhookUrl} onNext={() => setStep("verify")} />}
      {step === "verify" && id !== null && (
        <>
          <p className="mb-4 text-sm text-soft">{t("verifyHint")}</p>
          <Verification id={id} />
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={() => setStep("webhook")}>{t("previous")}</Button>
            <Button variant="primary" onClick={() => close(false)}>
              {t("finish")}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function Credentials({
  canStoreTokens,
  onAdded,
}: {
  canStoreTokens: boolean;
  onAdded: (id: string) => void;
}) {
  const t = useTranslations("operations.numbers");
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [phoneNumberId, setPhoneNumberId] = useState("");
  const [accessToken, setAccessToken] = useState("");
  const body = { phoneNumberId, accessToken };
  const check = useMutation({
    mutationFn: () => callInbox<typeof checkNumber>("POST", "/api/inbox/integrations/check", { body }),
  });
  const add = useMutation({
    mutationFn: () =>
      callInbox<typeof addNumber>("POST", "/api/inbox/integrations", {
        body: {
          ...body,
          name: name.trim(),
          timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ["integrations"] });
      onAdded(id);
    },
  });
  const change = (set: (value: string) => void) => (value: string) => {
    check.reset();
    add.reset();
    set(value);
  };
  const found = check.data;
  const isGood = found !== undefined && holds(found.checks) && !found.isKnown;
  const error = add.error ?? check.error;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood) add.mutate();
        else check.mutate();
      }}
    >
      {!canStoreTokens && (
        <p role="alert" className="rounded-control bg-danger-soft px-3 py-2 text-sm text-danger-text">
          {t("noSecret")}
        </p>
      )}
      <p className="text-sm text-pretty text-soft">{t("credentialsHint")}</p>
      <TextField
        label={t("name")}
        dir="auto"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t("phoneNumberId")}
        hint={t("phoneNumberIdHint")}
        dir="ltr"
        inputMode="numeric"
        autoComplete="off"
        value={phoneNumberId}
        onChange={(event) => change(setPhoneNumberId)(event.target.value.replace(/\D/g, ""))}
      />
      <TokenField value={accessToken} onChange={change(setAccessToken)} />
      <div role="status" className="flex flex-col gap-3 empty:hidden">
        {found && <CheckList checks={found.checks} />}
        {found?.isKnown && <p className="text-sm text-danger-text">{t("isKnown")}</p>}
        {isGood && (
          <p className="text-sm text-accent-text">
            {t("isGood", {
              number: found.displayPhoneNumber ?? phoneNumberId,
              name: found.verifiedName ?? "",
            })}
          </p>
        )}
      </div>
      {error && (
        <p role="alert" className="text-sm text-danger-text">
          {error.message}
        </p>
      )}
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          isBusy={check.isPending || add.isPending}
          disabled={
            phoneNumberId.length < 5 || accessToken.length < 8 || name.trim() === "" || !canStoreTokens
          }
        >
          {isGood ? t("store") : t("tryToken")}
        </Button>
      </div>
    </form>
  );
}

function WebhookStep({ webhookUrl, onNext }: { webhookUrl: string | null; onNext: () => void }) {
  const t = useTranslations("operations.numbers");
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p className="text-pretty text-soft">{t("webhookHint")}</p>
      {webhookUrl ? (
        <TextField
          label={t("callbackUrl")}
          readOnly
          dir="ltr"
          value={webhookUrl}
          onFocus={(event) => event.target.select()}
        />
      ) : (
        <p role="alert" className="text-danger-text">
          {t("noAppUrl")}
        </p>
      )}
      <p className="text-pretty text-soft">{t("verifyTokenHint")}</p>
      <p className="text-pretty text-soft">{t("fieldsHint")}</p>
      <code className="rounded-control bg-sunken px-3 py-2 text-xs break-words">
        messages, account_update, phone_number_quality_update, message_template_status_update,
        message_template_quality_update, user_preferences
      </code>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onNext}>
          {t("next")}
        </Button>
      </div>
    </div>
  );
}
