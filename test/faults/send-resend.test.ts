import { describeRows } from "./describe-rows";
import { sendRows } from "./rows/send-rows";

describeRows(sendRows, { receipts: "held back", policy: "resend" });
