import type { FaultPoint } from "@/lib/fault-point";
import type { FaultProcess } from "./fault-process";
import type { Stage } from "./stage";

/** One way to die at a fault point, and what must have become of the customer's message afterwards. */
export interface Row {
  /** What dies: the app over a webhook, the app over a cron call, or a worker. */
  dies: "app" | "cron" | "worker";
  /** In a few words: what is going on when it happens. */
  during: string;
  /** Set when it dies with a send whose outcome nobody knows; whether Meta had accepted it in truth. */
  unknown?: { metaHasIt: boolean };
  /** There is nothing to see here without receipts. */
  isAboutReceipts?: true;
  /** Variables of the processes that matter here. */
  env?: Record<string, string>;
  /** What is there before the process that dies starts; unless told otherwise the customer has written "hello". */
  arrange?(stage: Stage): Promise<void>;
  /** What brings the started process to the point, where it does not come there by itself. */
  reach?(stage: Stage, doomed: FaultProcess): Promise<void>;
  /** What gets better before another process is started. */
  mend?(stage: Stage): Promise<void>;
  /** Messages of ours that Meta must have accepted for the customer at the end; 1 unless told otherwise. */
  accepted?: number;
  /** What is special about this row, looked at in the end. */
  check?(stage: Stage): Promise<void>;
}

export type Rows<Point extends FaultPoint = FaultPoint> = Record<Point, [Row, ...Row[]]>;
