export { startBudget } from "./budget";
export type { VerificationProgress } from "./check-rows";
export type { ForeignKeyFinding } from "./foreign-key-finding";
export type { CheckedRelation, ForeignKeyReport } from "./foreign-key-report";
export { verifyForeignKeys } from "./verify-foreign-keys";
