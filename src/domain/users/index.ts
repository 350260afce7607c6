export { firstAdmin, type UserRow } from "./first-admin";
