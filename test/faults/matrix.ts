// Every fault point has a row here: without one this file does not compile.

import type { Rows } from "./row";
import { cronRows } from "./rows/cron-rows";
import { ingestRows } from "./rows/ingest-rows";
import { maintenanceRows } from "./rows/maintenance-rows";
import { sendRows } from "./rows/send-rows";
import { settleRows } from "./rows/settle-rows";
import { thinkRows } from "./rows/think-rows";

export const matrix: Rows = {
  ...ingestRows,
  ...thinkRows,
  ...sendRows,
  ...settleRows,
  ...maintenanceRows,
  ...cronRows,
};
