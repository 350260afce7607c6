export { countContactRows } from "./count-contact-rows";
export { type Erasure, eraseContact } from "./erase-contact";
export { type FoundContact, findContacts } from "./find-contacts";
