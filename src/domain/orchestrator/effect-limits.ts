/** What one turn may tell the people of the business. */
export const NOTIFICATIONS_MAX = 3;
