export {
  type CheckedRelation,
  type ForeignKeyFinding,
  type ForeignKeyReport,
  startBudget,
  type VerificationProgress,
  verifyForeignKeys,
} from "./foreign-keys";
export { verifySchema } from "./verify-schema";
