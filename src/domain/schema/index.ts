export { allowFindings } from "./allow-findings";
export type {
  Check,
  Column,
  EnumType,
  ExpectedCatalogue,
  ForeignKey,
  Index,
  LiveCatalogue,
  LiveTable,
  Place,
  Sequence,
  Table,
} from "./catalogue";
export { compareCatalogue } from "./compare-catalogue";
export { compareFiles, compareInlineSchema, compareSchemaLines, readSchemaLines } from "./compare-code";
export type { ReleasedMigration } from "./compare-migrations";
export { findDrift } from "./find-drift";
export { finding, inOrder, type SchemaFinding, type Severity, summarise } from "./finding";
export {
  type CheckedRelation,
  type ForeignKeyFinding,
  type ForeignKeyReport,
  startBudget,
  type VerificationProgress,
  verifyForeignKeys,
} from "./foreign-keys";
export { readCatalogue } from "./read-catalogue";
export { requireSchema } from "./require-schema";
export {
  expected,
  inlineSchema,
  inspectSchema,
  lastMigration,
  type VerifyOptions,
  verifySchema,
} from "./verify-schema";
