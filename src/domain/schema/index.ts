export { verifySchema } from "./verify-schema";
