export { answeredHandoverSql } from "./answered-handover-sql";
export { listNotifications, type NotificationRow } from "./list-notifications";
export { readNotification } from "./read-notification";
export { snoozeNotification } from "./snooze-notification";
