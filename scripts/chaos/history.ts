// What has happened, from three sides: what customers wrote, what the product says it did, what Meta has accepted.

import type { Written } from "./load";

/** A duty to answer, as the product has it at the end. */
export interface JobSeen {
  id: number;
  wamid: string;
  conversationId: number;
  /** Rises in the order in which the product took the customers' messages in. */
  messageId: number;
  status: string;
  errorCode: string | null;
  coalescedIntoId: number | null;
  isHeld: boolean;
  /** Parts of its reply; 0 when it has none. */
  parts: number;
  /** The reply is the business's own sentence: no AI could be asked, a person takes over. */
  isFallback: boolean;
  resends: number;
}

/** A row of the ledger. */
export interface SendSeen {
  ledgerId: string;
  jobId: number;
  part: number;
  status: string;
  settledBy: string | null;
  wasUnknown: boolean;
  /** When the first receipt of it was stored, unix ms; null without one. */
  receiptAt: number | null;
}

/** A message Meta has accepted, whatever the product knows of it. */
export interface EffectSeen {
  /** The ledger id the call carried. */
  ledgerId: string | undefined;
  text: string;
  /** Unix ms. */
  at: number;
}

export interface History {
  written: Written[];
  jobs: JobSeen[];
  sends: SendSeen[];
  /** In the order in which Meta accepted them. */
  effects: EffectSeen[];
}
