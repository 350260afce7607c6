import { describeRows } from "./describe-rows";
import { thinkRows } from "./rows/think-rows";

describeRows(thinkRows, { receipts: "come" });
