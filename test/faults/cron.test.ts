import { describeRows } from "./describe-rows";
import { cronRows } from "./rows/cron-rows";

describeRows(cronRows, { receipts: "come" });
