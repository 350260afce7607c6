import { describeRows } from "./describe-rows";
import { ingestRows } from "./rows/ingest-rows";

describeRows(ingestRows, { receipts: "come" });
