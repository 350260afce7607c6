import { describeRows } from "./describe-rows";
import { settleRows } from "./rows/settle-rows";

describeRows(settleRows, { receipts: "come" });
