"use client";

import { useTranslations } from "use-intl";
import { useToast } from "@/app/_kit/toast";
import { type Customer, callSimulator, senderOf } from "./call-simulator";
import { type Choice, fileMessage, type SampleName, sampleRequest } from "./samples";
import type { PhoneMessage } from "./world";

/** What the customer of this phone does. Nothing throws: what fails is told in a toast, and answered with false. */
export function useCustomerActions(customer: Customer) {
  const t = useTranslations("phone");
  const toast = useToast();
  const sender = senderOf(customer);

  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error);
      toast({ kind: "error", title: t("couldNotSend"), description });
      return false;
    }
  }

  const write = (message: Record<string, unknown>) =>
    attempt(() => callSimulator("POST", "messages", { messages: [{ ...sender, ...message }] }));
  const trigger = (name: string, fields: Record<string, unknown>) =>
    attempt(() => callSimulator("POST", "trigger", { name, requests: [{ ...sender, ...fields }] }));

  return {
    say: (text: string, quote?: string) => write({ text, ...(quote ? { context: { id: quote } } : {}) }),
    choose: ({ type, content }: Choice, { wamid }: PhoneMessage) =>
      write({ type, content, context: { id: wamid } }),
    sendSample: (name: SampleName, text: string) =>
      attempt(() => callSimulator("POST", "trigger", sampleRequest(name, sender, text))),
    sendFile: (file: File, caption: string) =>
      attempt(async () => {
        const message = await fileMessage(file);
        const text = caption.trim() === "" ? {} : { text: caption };
        await callSimulator("POST", "messages", { messages: [{ ...sender, ...message, ...text }] });
      }),
    react: (emoji: string, { wamid }: PhoneMessage) => trigger("message.reaction", { emoji, quote: wamid }),
    edit: (text: string, { wamid }: PhoneMessage) => trigger("message.edit", { text, quote: wamid }),
    revoke: ({ wamid }: PhoneMessage) => trigger("message.revoke", { quote: wamid }),
    markRead: (wamids: string[]) =>
      attempt(() =>
        callSimulator("POST", "receipts", {
          receipts: wamids.map((wamid) => ({ status: "read", wamid })),
        }),
      ),
  };
}

export type CustomerActions = ReturnType<typeof useCustomerActions>;
