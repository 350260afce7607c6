export { queueDueFollowUps } from "./queue-due-follow-ups";
