"use client";

import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextField } from "./field";

export interface ConfirmDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What will happen, and whether it can be undone. */
  description: ReactNode;
  confirmLabel: string;
  isDangerous?: boolean;
  /** What has to be typed first, word for word. */
  typed?: string;
  children?: ReactNode;
  /** It closes when this is done; what it throws is shown and it stays open. */
  onConfirm: () => Promise<unknown> | unknown;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onOpenChange, title, description, confirmLabel, isDangerous, typed, children, onConfirm } =
    props;
  const t = useTranslations("common");
  const [text, setText] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const close = (isNowOpen: boolean) => {
    setText("");
    setError(null);
    onOpenChange(isNowOpen);
  };
  const confirm = async () => {
    setIsBusy(true);
    setError(null);
    try {
      await onConfirm();
      close(false);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : t("failed"));
    } finally {
      setIsBusy(false);
    }
  };
  const footer = (
    <>
      <Button onClick={() => close(false)}>{t("cancel")}</Button>
      <Button
        variant={isDangerous ? "danger" : "primary"}
        isBusy={isBusy}
        disabled={typed !== undefined && text.trim() !== typed}
        onClick={() => void confirm()}
      >
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={close}
      title={title}
      description={description}
      footer={footer}
      size="small"
    >
      {(children || typed !== undefined || error) && (
        <div className="flex flex-col gap-3">
          {children}
          {typed !== undefined && (
            <TextField
              label={t("typeToConfirm", { text: typed })}
              value={text}
              onChange={(event) => setText(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
          {error && (
            <p role="alert" className="text-sm text-danger-text">
              {error}
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}
