"use client";

import type { ReactNode } from "react";

export interface ToastOptions {
  title: string;
  description?: ReactNode;
  kind?: "info" | "success" | "error";
  /** Offered as "Undo" (and by ⌘Z while it is the last one). */
  undo?: () => unknown;
  action?: { label: string; onClick: () => void };
}

export type Toast = ToastOptions & { id: string };

interface Region {
  add: (toast: Toast) => void;
  close: (id: string) => void;
}

let count = 0;
let region: Region | undefined;
let waiting: Toast[] = [];
let undoable: Toast | undefined;

/** Only for results of what the person has just done; what goes wrong behind their back belongs in the status strip. */
function show(options: ToastOptions): string {
  count += 1;
  const toast = { ...options, id: `toast-${count}` };
  if (toast.undo) undoable = toast;
  if (region) region.add(toast);
  else waiting.push(toast);
  return toast.id;
}

/** Of ToastRegion, which is loaded after the page. */
export function openRegion(opened: Region): () => void {
  region = opened;
  for (const toast of waiting) opened.add(toast);
  waiting = [];
  return () => {
    region = undefined;
  };
}

/** Undoes it, once. */
export function undoToast(toast: Toast): void {
  const { undo } = toast;
  toast.undo = undefined;
  if (undoable === toast) undoable = undefined;
  undo?.();
  region?.close(toast.id);
}

/** Undoes what was done last and can be undone. */
export function undoLast(): void {
  if (undoable) undoToast(undoable);
}

/** `const toast = useToast(); toast({ title: "Closed", undo: reopen })`. */
export function useToast(): (options: ToastOptions) => string {
  return show;
}
