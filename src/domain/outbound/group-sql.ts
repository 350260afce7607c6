/** Whether a contact is a group. Nothing is sent to groups: who reads it there has not asked for it. */
export function isGroupSql(contact: string): string {
  return `EXISTS (SELECT 1 FROM "ContactAlias" a WHERE a."contactId" = ${contact}.id AND a.kind = 'GROUP')`;
}
