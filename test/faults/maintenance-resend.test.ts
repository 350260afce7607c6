import { describeRows } from "./describe-rows";
import { maintenanceRows } from "./rows/maintenance-rows";

describeRows(maintenanceRows, { receipts: "held back", policy: "resend" });
