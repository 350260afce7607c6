export { type SchemaFinding, verifySchema } from "./verify-schema";
